"""A file for everybody: other sites may read it, it is kept for some minutes and asked for again by its tag."""

import hashlib
import re

from fastapi import Request
from fastapi.responses import Response

TAGS = re.compile(r'"[^"]*"')
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding"}


def published(request: Request, body: bytes, media_type: str, name: str = "") -> Response:
    """200 with the whole file, or 304 when the reader has it already; `name` is what it is saved as."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**FOR_ALL, "ETag": tag}
    if tag in TAGS.findall(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(body, headers=headers, media_type=media_type)
