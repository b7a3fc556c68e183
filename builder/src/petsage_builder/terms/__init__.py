"""What every room speaks in: names, and what a build makes and wants to change."""
