"""A proxy that can break: what calendars meet when a town's line or its server is down."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

PASSED_ON = ("content-type", "etag", "last-modified", "cache-control", "retry-after")


class Front:
    """Hands requests for one feed on to `town`; remembers each answer's status.

    With `status` set it answers that instead; `query` is added to what is asked (`?cancelled=hide` makes a sitting
    that is off drop out of the feed, as it does by itself 35 days later).
    """

    def __init__(self, town: str) -> None:
        self.town = town
        self.status: int | None = None
        self.query = ""
        self.answers: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = int(self._server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str, headers: dict[str, str]) -> httpx.Response:
        if self.status is not None:
            return httpx.Response(self.status, headers={"retry-after": "300"}, content=b"down")
        return httpx.get(self.town + path + self.query, headers=headers)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = front._answer(self.path, wanted)
                self.send_response(answer.status_code)
                for name in PASSED_ON:
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("content-length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)
                front.answers.append(answer.status_code)

            def log_message(self, format: str, *args: object) -> None:  # the library's own name
                return

        return Handler
