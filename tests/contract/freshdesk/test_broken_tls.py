"""Over https a connection that breaks may have carried the post; one that never came about hasn't."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.errors import Unavailable, Unclear


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of localhost, by itself, with its key in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk")])
    day, now = timedelta(days=1), datetime.now(UTC)
    named = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1).public_key(key.public_key())
    valid = named.not_valid_before(now - day).not_valid_after(now + day)
    of_localhost = valid.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = of_localhost.add_extension(x509.BasicConstraints(True, None), critical=True).sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "desk.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *plain)
    )
    return file


@pytest.fixture
def breaking_desk(certificate: Path) -> Iterator[str]:
    """It takes a whole request, and goes on without any TLS, as a balancer does that has lost its server."""
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(certificate)

    def serve() -> None:
        with suppress(OSError):
            while True:
                with secured.wrap_socket(server.accept()[0], server_side=True) as connection:
                    while b"Hello" not in connection.recv(65536):
                        pass
                    with socket.socket(fileno=connection.detach()) as plain:
                        plain.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield f"https://localhost:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def test_a_post_whose_connection_breaks_may_have_arrived(
    breaking_desk: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with pytest.raises(Unclear):
        Freshdesk(FreshdeskCalls(breaking_desk, "key", 5.0)).reply(5, "<p>Hello</p>")


def test_a_post_to_a_server_that_cannot_be_trusted_was_not_sent(breaking_desk: str) -> None:
    with pytest.raises(Unavailable):
        Freshdesk(FreshdeskCalls(breaking_desk, "key", 5.0)).reply(5, "<p>Hello</p>")
