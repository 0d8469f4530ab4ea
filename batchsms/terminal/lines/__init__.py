"""What commands tell, as lines of text."""
