"""The workshop's own code: standard library only, run by the project's interpreter, whatever is installed there."""
