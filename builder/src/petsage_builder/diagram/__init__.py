"""A feature spec as a picture."""
