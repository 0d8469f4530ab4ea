"""Campaigns: a list and a text → a planned campaign, complete before anything is sent."""
