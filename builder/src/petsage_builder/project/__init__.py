"""The project that is built into: where it is, what it is made with, its rules and what landed in it."""
