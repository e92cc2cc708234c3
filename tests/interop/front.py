"""A proxy that can break: what calendars meet when a town's line or its server is down."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx


class Front:
    """Hands requests on to `town`; with `status` set it answers that instead."""

    def __init__(self, town: str) -> None:
        self.town = town
        self.status: int | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = httpx.get(front.town + self.path, headers=wanted) if front.status is None else None
                self.send_response(front.status or (answer.status_code if answer else 500))
                for name in ("content-type", "etag", "last-modified", "cache-control"):
                    if answer and name in answer.headers:
                        self.send_header(name, answer.headers[name])
                body = answer.content if answer else b"down"
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # the library's own name
                return

        return Handler
