"""The database of a project: reached by the project's own Python, which has the driver and the settings."""
