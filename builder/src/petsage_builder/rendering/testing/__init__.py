"""What the template of the tests asks: a view of an entity for each theme, which share the maker of it."""
