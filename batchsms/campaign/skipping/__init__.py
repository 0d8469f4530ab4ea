"""Which rows of a list get no message, and why."""
