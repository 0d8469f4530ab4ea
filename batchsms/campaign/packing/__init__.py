"""Recipients and their texts → orders."""
