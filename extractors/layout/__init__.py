"""How a page is set: lines, running heads, columns, headings, paragraphs, lists; functions over pages."""
