"""Health tracker: What is observed of each pet's health over time."""
