"""A typesetter of evaluation reports: what is written, how it looks, and the PDF with its gold."""
