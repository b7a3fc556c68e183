"""What the doors share: how a project is opened, and how work ends."""
