"""Pets: The animals that people care for."""
