"""The corpus in a browser: pages in Swedish, each with a JSON twin at the same address under /api."""
