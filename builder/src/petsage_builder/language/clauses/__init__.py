"""Reads what people write into sentences of the requirements language: every reading, and none that drops a word."""
