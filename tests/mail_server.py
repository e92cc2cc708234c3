"""The town's mail server, played on loopback by a few lines of SMTP (RFC 5321, 3207, 4954)."""

import asyncio
import socket
import socketserver
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.clock import utc_now


class MailServer:
    """Takes mails, or answers RCPT with `answer`.

    `login` is (user, password) where it asks for one; with `certificate` it offers STARTTLS, or speaks TLS from the
    first byte where `is_tls`.
    """

    def __init__(
        self, answer: bytes = b"250 ok", *, login: tuple[str, str] | None = None, certificate: Path | None = None,
        is_tls: bool = False,
    ) -> None:  # fmt: skip
        self.answer, self.login, self.is_tls = answer, login, is_tls
        self.context: ssl.SSLContext | None = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.taken: list[bytes] = []
        self.visits = 0

    def talk(self, connection: socket.socket) -> None:
        """With one client, until it leaves."""
        connection.settimeout(10)
        if self.context and self.is_tls:
            connection = self.context.wrap_socket(connection, server_side=True)
        self.visits += 1
        connection.sendall(b"220 town\r\n")
        reader = connection.makefile("rb")
        while line := reader.readline():
            word = line[:4].upper()
            if word == b"STAR" and self.context:
                connection.sendall(b"220 go on\r\n")
                reader.close()
                connection = self.context.wrap_socket(connection, server_side=True)
                reader = connection.makefile("rb")
                continue
            if word == b"DATA":
                connection.sendall(b"354 go on\r\n")
                self.taken.append(b"".join(iter(reader.readline, b".\r\n")))
            connection.sendall(self._answer_to(word, line) + b"\r\n")
            if word == b"QUIT":
                break
        reader.close()
        connection.close()

    def _answer_to(self, word: bytes, line: bytes) -> bytes:
        if word == b"EHLO":
            starttls = [b"STARTTLS"] if self.context and not self.is_tls else []
            offered = [b"town", *starttls, *([b"AUTH PLAIN"] if self.login else [])]
            return b"\r\n".join([*(b"250-" + each for each in offered[:-1]), b"250 " + offered[-1]])
        if word == b"AUTH":
            _, user, password = b64decode(line.split()[-1]).decode().split("\0")
            return b"235 welcome" if (user, password) == self.login else b"535 no"
        return self.answer if word == b"RCPT" else b"250 ok"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Its port, while the block lasts; in threads, so that each connection is closed when it ends."""
        talk = self.talk

        class Visit(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # whoever does not trust us hangs up
                    talk(self.request)

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit) as server:
            Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            try:
                yield server.server_address[1]
            finally:
                await asyncio.to_thread(server.shutdown)


def certificate_for(host: str, path: Path) -> Path:
    """A certificate and its key in one file, good for a day; who trusts the file trusts the server."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + kept)
    return path
