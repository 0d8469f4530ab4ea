"""Results: a campaign file → what a person reads, before and after it was sent."""
