"""What happened to a pet and what is next, across features."""
