"""Which blueprints ship, by name: all that the command line has to know of them before it is used."""

SHIPPED = ("feature-flat", "feature-src", "feature-package", "layered", "services")
DEFAULT = "feature-src"
