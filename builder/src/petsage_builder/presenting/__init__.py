"""A build report as terminal text and as Markdown."""
