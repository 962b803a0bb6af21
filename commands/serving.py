"""`serve`: the dashboard as a child process that ends with us."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Final

import typer

import settings as configuration
from data.errors import DataError, UserError
from data.processes import end_with_parent
from terminal import remark, say

# Streamlit is ready within seconds; a machine that needs longer than this is in trouble.
_READY_WITHIN_SECONDS: Final = 120.0
_POLL_SECONDS: Final = 0.1


def serve() -> None:
    """Open the dashboard; Ctrl-C stops it."""
    settings = configuration.load()
    host = settings.serve_host
    port = _find_port(host, settings.serve_port)
    words = [sys.executable, "-m", "uvicorn", "ui.server:app", "--app-dir", str(configuration.ROOT)]
    words += ["--host", host, "--port", str(port), "--loop", "uvloop"]
    words += ["--no-access-log", "--log-level", "warning"]
    # In a session of its own, so that Ctrl-C reaches it once: from here. Its banner is not ours.
    child = subprocess.Popen(  # noqa: S603 - fixed words, no shell
        words,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs yet in this process
    )

    stopped_by: list[int] = []

    def forward(number: int, _frame: FrameType | None) -> None:
        stopped_by.append(number)
        child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104 - only compared
    is_ready = _wait_until_ready(child, host, port)
    if is_ready:
        say(f"Dashboard: http://{_bracketed(name)}:{port} (Ctrl-C stops it)")
    elif child.poll() is None:
        child.kill()
        child.wait()
        raise DataError(f"The dashboard was not ready after {_READY_WITHIN_SECONDS:.0f} seconds.")
    code = child.wait()
    if code > 0 and not is_ready:
        remark(f"The dashboard ended with exit code {code} before it was ready.")
    # uvicorn shuts down in order and then ends by the signal it was stopped with.
    if -code in stopped_by and -code in (signal.SIGINT, signal.SIGTERM):
        code = 0
    raise typer.Exit(code if code >= 0 else 128 - code)


def _find_port(host: str, port: int) -> int:
    """The port, or a free one for 0; a sentence where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"The dashboard cannot listen on {_bracketed(host)}:{port} ({error.strerror}). "
                "Choose another with SERVE_PORT or SERVE_HOST, for example: "
                "SERVE_PORT=8502 make serve"
            ) from error
        return int(probe.getsockname()[1])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _wait_until_ready(child: "subprocess.Popen[bytes]", host: str, port: int) -> bool:
    """Ask the server until it answers; False where it ended first or took too long."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    deadline = time.monotonic() + _READY_WITHIN_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(asked, port, timeout=2)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.client.OK:
                return True
        except (OSError, http.client.HTTPException):
            time.sleep(_POLL_SECONDS)  # not there yet
        finally:
            connection.close()
    return False
