"""What people say, a file for each kind of meaning."""
