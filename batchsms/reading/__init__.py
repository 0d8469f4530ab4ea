"""The list: a file → chunks of typed columns with the addresses of its cells, and what was found in it."""
