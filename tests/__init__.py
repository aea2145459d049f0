"""The tests, one file per feature; `typesetter` makes the reports they read."""
