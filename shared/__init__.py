"""What the four services have in common; it never imports a service."""
