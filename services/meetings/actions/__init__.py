"""Meetings' use cases: load, ask the rules, save, tell."""
