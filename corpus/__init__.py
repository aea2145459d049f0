"""The stored dataset and what one asks of it: store, search, compare, export, web pages."""
