"""Texts of rows → messages: each distinct text once, with what it costs and what is to be remarked upon."""
