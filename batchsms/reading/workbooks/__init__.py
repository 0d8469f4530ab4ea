"""Workbooks: a file of a spreadsheet program → grids of cells, their marks and how their numbers look."""
