"""What the evaluators say about municipalities, sentence by sentence.

`find_statements` reads paragraphs of prose and tells which sentences hold a municipality up as an
example and which only name one. Nothing here is loaded before it is called.
"""
