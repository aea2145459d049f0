"""Whose report it is, of which year and by whom, and what its summary says in words."""
