"""Tests of the pages: what they show, that their twins say the same, and how a browser takes them."""
