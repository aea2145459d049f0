"""From the bytes of a PDF to its pages: words, ruled lines, shaded areas and drawn bullets."""
