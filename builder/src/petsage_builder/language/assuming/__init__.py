"""What a request leaves open, and what is taken for granted there: a file for each subject."""
