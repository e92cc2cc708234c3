"""Sealed columns: personal text encrypted with a key per case; every read is written down."""

from shared.sealed.access import AccessLog, Reader, Why, open_sealed, open_together
from shared.sealed.column import Sealed, SealedColumn
from shared.sealed.keyfile import KeyFile
from shared.sealed.keyring import CaseKey, CaseKeyRow, KeyDestroyed, destroy_key, key_of, keys_of, new_key, rewrap_keys

__all__ = [
    "AccessLog",
    "CaseKey",
    "CaseKeyRow",
    "KeyDestroyed",
    "KeyFile",
    "Reader",
    "Sealed",
    "SealedColumn",
    "Why",
    "destroy_key",
    "key_of",
    "keys_of",
    "new_key",
    "open_sealed",
    "open_together",
    "rewrap_keys",
]
