"""Notify: what posts and agencies are told, by which way, and what became of it. Residents are not written to."""
