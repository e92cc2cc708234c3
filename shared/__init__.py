"""What the four services have in common; it never imports a service."""

__version__ = "0.1.0"
