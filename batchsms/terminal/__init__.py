"""The terminal: what a command says → lines of text, progress, questions, or one JSON object."""
