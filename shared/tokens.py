"""Secrets that open a door to whoever holds them (a session, a calendar address): we keep their fingerprint only."""

import hashlib
import secrets


def new_token() -> str:
    """A secret nobody guesses: 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """SHA-256 in hex: recognises a token without knowing it. So long a secret needs neither salt nor slowness."""
    return hashlib.sha256(token.encode()).hexdigest()
