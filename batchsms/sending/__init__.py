"""Sending: a campaign file → posts, each recorded before and after, and what they came to."""
