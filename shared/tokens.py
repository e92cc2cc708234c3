"""Secrets that open a door to whoever holds them (a session, a calendar address): we keep their fingerprint only."""

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """A secret nobody guesses: 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """SHA-256 in hex: recognises a token without knowing it. So long a secret needs neither salt nor slowness."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(key: bytes, purpose: str) -> str:
    """A secret for one purpose, 256 bits as `new_token`, that can be made again and need not be kept (HMAC, RFC 2104).

    Nobody without `key` (32 bytes) can make it, nor find the key from it.
    """
    return base64.urlsafe_b64encode(hmac.digest(key, purpose.encode(), "sha256")).rstrip(b"=").decode()
