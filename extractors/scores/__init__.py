"""Points: the overview of sub-questions, its columns, and the means of other municipalities."""
