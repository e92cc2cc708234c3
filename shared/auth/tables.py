"""Accounts and sessions. Staff only: nobody the town supports has an account here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.clock import new_id
from shared.db import UTCDateTime

accounts_metadata = MetaData()


class AuthModel(SQLModel, registry=registry(metadata=accounts_metadata)):
    """Base of shared/auth's tables."""


class Account(AuthModel, table=True):
    """A member of staff who can sign in."""

    __tablename__ = "accounts"

    id: str = Field(default_factory=new_id, primary_key=True)
    login: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=60)
    password_hash: str
    is_active: bool = True
    grants: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class SignedIn(AuthModel, table=True):
    """A session: its secret is known to the browser alone, here stands its SHA-256."""

    __tablename__ = "sessions"

    token_sha256: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", index=True)
    csrf_token: str
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class FailedSignIn(AuthModel, table=True):
    """A wrong password; too many in a short time close the door for a while."""

    __tablename__ = "failed_sign_ins"

    id: str = Field(default_factory=new_id, primary_key=True)
    login: str = Field(index=True)
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
