"""Tests of the wellness advice."""
