"""Profiles: How the people who use PetSage want to be called, and how they want to see times and
measures.
"""
