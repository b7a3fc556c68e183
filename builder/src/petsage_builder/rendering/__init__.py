"""The parts of a module with entities, each as the text of a file."""
