"""What a field can hold: a kind of field is one file, and answers all that is asked about it."""
