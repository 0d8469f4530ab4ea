"""The commands that are about the account, and not about a campaign."""
