"""Turkish: letters, names with suffixes, and amounts and dates as they are written and read."""
