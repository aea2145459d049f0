"""Which municipalities to learn from about something: evidence, its index, the ranking of its votes."""
