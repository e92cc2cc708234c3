"""The facts the services tell each other: one file per publishing service."""
