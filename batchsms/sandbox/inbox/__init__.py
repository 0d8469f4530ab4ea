"""What arrived, as a page in a browser."""
