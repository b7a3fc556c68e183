"""What the template of the tests asks: each class adds one theme to the one before, and `Telling` has them all."""
