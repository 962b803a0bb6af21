"""The sites that benchmarks of pages compare: ours, an empty page, the same content as usual."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.reference import tables
from settings import ROOT
from ui.maps_outlines import FOLDER as OUTLINES
from ui.maps_outlines import NORTH, WEST

_USUAL: Final = Path(__file__).resolve().parent / "usual"
_UNITS: Final = 100
_START_SECONDS: Final = 120.0
_REST_SECONDS: Final = 600.0
# Of a second.
_IDLE: Final = 0.03
# As `pip install streamlit` leaves it: the fast event loop is a choice of ours.
_STOCK: Final = (
    "import sys; sys.modules['uvloop'] = None; sys.modules['httptools'] = None;"
    "from streamlit.web.cli import main; main()"
)


@dataclass(frozen=True)
class Site:
    """A running server: its address without a slash at its end, its process, seconds to start."""

    address: str
    pid: int
    start: float

    def cpu(self) -> float:
        """Seconds of CPU that the process has used, to the nanosecond (Linux)."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def rest(self) -> None:
        """Wait until it does nothing: what it began in the background is not what comes next."""
        until = time.monotonic() + _REST_SECONDS
        while time.monotonic() < until:
            before = self.cpu()
            time.sleep(1.0)
            if self.cpu() - before < _IDLE:
                return
        raise RuntimeError(f"{self.address} was still at work after {_REST_SECONDS:.0f} s.")

    def resident(self) -> int:
        """Bytes of memory that the process holds."""
        status = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(status[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def ours(snapshots: Path, state: Path, *, log: Path) -> Iterator[Site]:
    """The dashboard as `serve` starts it."""
    words = [sys.executable, "-m", "uvicorn", "ui.server:app", "--loop", "uvloop"]
    words += ["--no-access-log", "--log-level", "warning", "--host", "127.0.0.1"]
    with _started(words, "--port", ROOT, _settings(snapshots, state), log) as site:
        yield site


@contextmanager
def our_map(snapshots: Path, state: Path, folder: Path, *, log: Path) -> Iterator[Site]:
    """Our map alone, with our settings of Streamlit."""
    folder.mkdir()
    shutil.copy(_USUAL / "map_ours.py", folder)
    (folder / "static").symlink_to(ROOT / "static")
    words = [sys.executable, "-m", "streamlit", "run", str(folder / "map_ours.py")]
    environment = _settings(snapshots, state) | {"PYTHONPATH": str(ROOT)}
    with _started(words, "--server.port", ROOT, environment, log) as site:
        yield site


@contextmanager
def usual(script: str, snapshot: Path, folder: Path, *, log: Path) -> Iterator[Site]:
    """A script of `benchmarks/usual` under Streamlit's own settings and event loop."""
    if not folder.exists():
        shutil.copytree(_USUAL, folder)
        write_geojson(folder / "regency.geojson")
    words = [sys.executable, "-c", _STOCK, "run", script]
    words += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    environment = {
        "USUAL_SNAPSHOT": str(snapshot),
        "USUAL_PROVINCES": str(tables.FOLDER / "provinces.csv"),
        "USUAL_REGENCIES": str(tables.FOLDER / "regencies.csv"),
        "USUAL_OUTLINES": str(folder / "regency.geojson"),
    }
    with _started(words, "--server.port", folder, environment, log) as site:
        yield site


def _settings(snapshots: Path, state: Path) -> dict[str, str]:
    return {"STATE_DIR": str(state), "SNAPSHOT_DIR": str(snapshots)}


@contextmanager
def _started(
    words: Sequence[str], option: str, folder: Path, more: Mapping[str, str], log: Path
) -> Iterator[Site]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    address, begun = f"http://127.0.0.1:{port}", time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*words, option, str(port)], cwd=folder, env=os.environ | more,
            stdout=output, stderr=output,
        )  # fmt: skip
        try:
            _wait(process, f"{address}/_stcore/health", log)
            yield Site(address, process.pid, time.monotonic() - begun)
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own http address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"A server of the benchmark did not start:\n{log.read_text()}")


def write_geojson(target: Path) -> None:
    """The outlines of our map as GeoJSON, for a chart that takes no other."""
    shapes = json.loads((OUTLINES / "regency.json").read_text())
    features = [
        {
            "type": "Feature",
            "properties": {"bps_code": code},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings(path)]},
        }
        for code, _, _, path in shapes["areas"]
    ]
    target.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def rings(path: str) -> list[list[tuple[float, float]]]:
    """Longitude and latitude of the corners of each part of an SVG path of `M`, `l` and `z`."""
    found: Any = []
    for part in re.findall(r"M([^z]+)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = numbers[:2]
        corners = [(x, y)]
        for right, down in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + right, y + down
            corners.append((x, y))
        corners.append(corners[0])
        found.append([(round(WEST + x / _UNITS, 2), round(NORTH - y / _UNITS, 2))
                      for x, y in corners])  # fmt: skip
    return found
