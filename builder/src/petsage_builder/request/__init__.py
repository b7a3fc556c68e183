"""What was asked for: bytes to a feature request."""
