"""Texts: a template and the columns of a list → one text per row."""
