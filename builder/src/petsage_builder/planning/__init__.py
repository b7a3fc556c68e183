"""Everything that would change, known before anything is written."""
