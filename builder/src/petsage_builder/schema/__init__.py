"""The tables that a spec means, as values: what models and migrations are both written from."""
