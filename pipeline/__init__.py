"""Moves an archive through: discover, extract in workers, validate, commit; and the command line."""
