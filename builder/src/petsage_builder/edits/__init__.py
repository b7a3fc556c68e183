"""Hand edits and new text, brought together three ways."""
