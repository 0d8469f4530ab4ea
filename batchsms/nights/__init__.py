"""Nights: what is due in a folder of campaigns, and what earlier runs of them know."""
