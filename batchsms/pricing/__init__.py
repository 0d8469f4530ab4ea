"""Prices: a text → its segments, what folding it would save, and what a campaign costs."""
