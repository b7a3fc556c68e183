"""Turns a feature request into a finished, proven FastAPI feature module."""

__version__ = "0.1.0"
