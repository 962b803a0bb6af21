"""HTTP/2 over TLS, and a portal that closes the connection after a few answers."""

import asyncio
import shutil
import ssl
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest

from scrapers.client import hosts_of
from scrapers.client_errors import HostDown
from scrapers.limits import Limits
from scrapers.portal import Request
from tests.scrapers.site import client

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl"),
]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost, and its key in the same file."""
    path = tmp_path / "localhost.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(path), "-out", str(tmp_path / "certificate.pem")]
    subprocess.run(["openssl", *words.split(), *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (tmp_path / "certificate.pem").read_bytes())
    return path


@dataclass
class Http2Site:
    """Answers with the path it was asked for, and says goodbye after `most` answers."""

    certificate: Path
    most: int = 100
    asked: list[str] = field(default_factory=list)
    connections: int = 0

    async def start(self) -> asyncio.Server:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        context.set_alpn_protocols(["h2"])
        return await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=context)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        link = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        link.initiate_connection()
        answered = 0
        try:
            while data := await reader.read(65_536):
                for event in link.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        answered += 1
                        if answered > self.most:
                            link.close_connection()
                            break
                        self.answer(link, event)
                writer.write(link.data_to_send())
                await writer.drain()
                if answered > self.most:
                    break
        except ConnectionError:
            pass  # the client has gone
        finally:
            writer.close()

    def answer(self, link: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        path = dict(event.headers)[b":path"].decode()
        self.asked.append(path)
        link.send_headers(event.stream_id, [(":status", "200"), ("x-spoken", "h2")])
        link.send_data(event.stream_id, path.encode(), end_stream=True)


async def test_a_portal_that_speaks_http2_is_asked_in_it(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site = Http2Site(certificate)
    async with await site.start() as server, client() as c:
        address = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        allowed = Limits(hosts_of(address), 1000.0, concurrency=4)
        answers = await asyncio.gather(
            *(c.fetch(Request(f"{address}/{n}"), allowed) for n in range(20))
        )
    assert [answer.body for answer in answers] == [f"/{n}".encode() for n in range(20)]
    assert {answer.headers["x-spoken"] for answer in answers} == {"h2"}
    assert site.connections == 1


async def test_a_goodbye_in_the_middle_loses_nothing(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen with both families of httpx: ConnectionTerminated or WriteError after n answers."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site = Http2Site(certificate, most=7)
    async with await site.start() as server, client() as c:
        address = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        allowed = Limits(hosts_of(address), 1000.0, concurrency=4)
        answers = await asyncio.gather(
            *(c.fetch(Request(f"{address}/{n}"), allowed) for n in range(40))
        )
    assert [answer.body for answer in answers] == [f"/{n}".encode() for n in range(40)]
    assert site.connections >= 5


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: Path) -> None:
    site = Http2Site(certificate)
    async with await site.start() as server, client() as c:
        address = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(HostDown, match="certificate verify failed"):
            await c.fetch(Request(f"{address}/1"), Limits(hosts_of(address), 1000.0))
    assert site.asked == []
