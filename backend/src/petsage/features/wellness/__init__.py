"""Wellness: computed, cited advice about an animal, never a diagnosis."""
