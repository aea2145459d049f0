"""Swedish words as the search sees them: forms, compounds, and the thesaurus of the domain."""
