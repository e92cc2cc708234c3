"""Somebody at a keyboard: signs in by the form, carries the session's CSRF token, speaks JSON."""

import re
from typing import Any

import httpx

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


class StepFailed(AssertionError):
    """A step of the story did not bring what it should."""


class Visitor:
    """One signed-in person."""

    def __init__(self, client: httpx.AsyncClient, login: str, csrf_token: str) -> None:
        self.client = client
        self.login = login
        self.form_token = {"x-csrf-token": csrf_token}

    @classmethod
    async def sign_in(cls, client: httpx.AsyncClient, login: str, password: str) -> "Visitor":
        """Sign in through the form, as a browser does."""
        answer = await client.post("/login", data={"login": login, "password": password})
        if answer.status_code != 303:
            raise StepFailed(f"{login} could not sign in ({answer.status_code})")
        page = await client.get("/")
        found = CSRF.search(page.text)
        if found is None:
            raise StepFailed("the page after signing in has no form token")
        return cls(client, login, found[1])

    async def get(self, path: str, **query: str) -> Any:
        """JSON of a page of the API."""
        return self._read(await self.client.get(path, params=query or None), path)

    async def post(self, path: str, body: Any = None) -> Any:
        """Send a command; its answer's JSON."""
        return self._read(await self.client.post(path, json=body, headers=self.form_token), path)

    async def refused(self, method: str, path: str, body: Any = None) -> int:
        """The status with which something is refused; StepFailed when it is not."""
        answer = await self.client.request(method, path, json=body, headers=self.form_token)
        if answer.status_code < 400:
            raise StepFailed(f"{self.login} should not get {path}")
        return answer.status_code

    @staticmethod
    def _read(answer: httpx.Response, path: str) -> Any:
        if answer.status_code >= 400:
            raise StepFailed(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json() if answer.content else None
