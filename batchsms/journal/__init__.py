"""The campaign file: one SQLite file that holds a campaign whole, and every order's state."""
