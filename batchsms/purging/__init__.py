"""Purging: a folder of campaigns that are over → the same without personal data."""
