"""Vaccinations: The vaccines that each pet was given, and what is due next and why."""
