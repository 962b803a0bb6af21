"""What the launcher sends before Streamlit runs: first view, 404, robots, compressed scripts."""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.applications import Starlette
from streamlit.web.server.starlette.starlette_routes import create_app_static_serving_routes
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

import settings
from tests.ui.market import full_market, publish
from ui import server, server_first_view, server_static
from ui.server_site import site_pages
from ui.texts import load

DESK = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0"
KINDS = (".py", ".toml")
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile Safari/537.36"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings that point at an empty folder."""
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path / "snapshots"))
    settings.load.cache_clear()
    server_static.compressed.cache_clear()
    yield tmp_path
    settings.load.cache_clear()
    server_static.compressed.cache_clear()


class Client:
    """Asks our routes and middleware with Streamlit's static files behind them."""

    def __init__(self) -> None:
        self._app = Starlette(
            routes=[
                *server.ROUTES,
                *create_app_static_serving_routes(str(settings.ROOT / "app.py"), None),
                *create_streamlit_static_assets_routes(None),
            ],
            middleware=server.MIDDLEWARE,
        )

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """The answer, not following where it leads."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app=self._app), base_url="http://testserver"
            ) as client:
                return await client.get(address, headers={"user-agent": DESK} | (headers or {}))

        return asyncio.run(ask())


@pytest.fixture
def client(state: Path) -> Client:
    """A client on that empty folder."""
    return Client()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", list(site_pages()))
def test_a_page_says_what_it_is_before_scripts_run(
    client: Client, address: str, language: str
) -> None:
    answer = client.get(f"/{address}?lang={language}")
    page = site_pages()[address]
    title, about = page.title(language), page.about(language)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert f"<title>{title} · Sinyal Kerja</title>" in answer.text
    assert answer.text.count("<title>") == answer.text.count("<h1>") == 1
    root = answer.text.split('<div id="root">')[1]
    assert title in root
    assert about.replace("'", "&#x27;") in root
    for other in site_pages().values():
        assert (f'href="/{other.address}' in root) != other.is_hidden
    assert "You need to enable JavaScript" not in answer.text
    assert 'src="./static/js/index.' in answer.text
    # It holds back what stands before it from being painted.
    assert answer.text.index("<h1>") < answer.text.index('rel="stylesheet"')
    assert answer.text.count('rel="stylesheet"') == 1
    assert len(brotli.compress(answer.content)) < 4_000


def test_search_engines_learn_the_one_address_in_each_language(client: Client) -> None:
    text = client.get("/gaji?lang=en&prov=32").text
    assert '<link rel="canonical" href="http://testserver/gaji?lang=en">' in text
    assert 'hreflang="id" href="http://testserver/gaji">' in text
    assert 'hreflang="en" href="http://testserver/gaji?lang=en">' in text


def test_every_page_of_the_navigation_is_known_and_has_its_sentence() -> None:
    source = (settings.ROOT / "app.py").read_text()
    assert list(site_pages()) == re.findall(r'url_path="([\w-]*)"', source)
    assert all(f"about.{page.name}" in load("id") for page in site_pages().values())


def test_the_first_page_counts_what_is_published_and_marks_samples(
    client: Client, state: Path
) -> None:
    assert "<h1>Beranda</h1>" in client.get("/").text
    publish(state / "snapshots", full_market())
    text = client.get("/").text
    assert "<h1>1.898 lowongan tercatat</h1>" in text
    assert "Tayang sampai 18 Nov 2026." in text
    assert "Data contoh" in text
    assert "<h1>1,898 openings on record</h1>" in client.get("/?lang=en").text
    publish(state / "snapshots", full_market()[:900], is_sample=False)
    text = client.get("/").text
    assert "<h1>900 lowongan tercatat</h1>" in text
    assert "Data contoh" not in text


def test_a_broken_snapshot_does_not_stop_the_first_view(client: Client, state: Path) -> None:
    (state / "snapshots").mkdir()
    (state / "snapshots" / "CURRENT").write_text("nonsense\n")
    assert "<h1>Beranda</h1>" in client.get("/").text


@pytest.mark.parametrize("host", ['x"><script>alert(1)</script>', "other.example"])
def test_what_the_request_tells_stays_text(client: Client, host: str) -> None:
    text = client.get('/gaji?lang="><b>', headers={"host": host}).text
    assert "<script>alert" not in text
    assert "<b>" not in text.replace("<b>Sinyal Kerja</b>", "")
    assert '<html lang="id">' in text


@pytest.mark.parametrize("address", ["/nosuch", "/wilayah/3171", "/beranda", "/index.html"])
def test_an_unknown_address_is_404_in_our_words(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<h1>Halaman ini tidak ada</h1>" in answer.text
    assert 'href="/wilayah"' in answer.text
    assert "There is no such page" in client.get(f"{address}?lang=en").text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/favicon.png", "image/png"),
        ("/app/static/maps/map.js", "text/javascript"),
        ("/robots.txt", "text/plain"),
        ("/sitemap.xml", "application/xml"),
        ("/unduh/datapackage.json", "text/plain"),
    ],
)
def test_other_addresses_are_answered_as_before(client: Client, address: str, kind: str) -> None:
    answer = client.get(address)
    assert answer.status_code == (503 if address.startswith("/unduh") else 200)
    assert answer.headers["content-type"].startswith(kind)


def test_a_slash_at_the_end_leads_to_the_page(client: Client) -> None:
    answer = client.get("/gaji/?prov=32")
    assert (answer.status_code, answer.headers["location"]) == (301, "/gaji?prov=32")


def test_the_sitemap_lists_every_page_in_every_language(client: Client) -> None:
    places = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    shown = [page for page in site_pages().values() if not page.is_hidden]
    assert len(places) == len(set(places)) == 2 * len(shown)
    assert not [place for place in places if "/iklan" in place]
    assert "http://testserver/gaji?lang=en" in places
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize(
    ("address", "agent", "is_early"),
    [
        ("/pekerjaan", DESK, True),
        ("/pekerjaan?prov=32", DESK, True),
        ("/pekerjaan?kbji=2512", DESK, False),
        ("/pekerjaan", PHONE, False),
        ("/keterampilan", DESK, False),
        ("/keterampilan?skill=sql&dengan=python", DESK, True),
        ("/", DESK, False),
    ],
)
def test_plotly_comes_early_only_where_a_page_begins_with_it(
    client: Client, address: str, agent: str, is_early: bool
) -> None:
    text = client.get(address, headers={"user-agent": agent}).text
    early = re.findall(r'rel="modulepreload" crossorigin fetchpriority="low" href="(\S+)"', text)
    assert [Path(one).name.split(".")[0] for one in early] == (["PlotlyChart"] if is_early else [])


def test_another_index_of_streamlit_is_noticed() -> None:
    with pytest.raises(ValueError, match="no <noscript>"):
        server_first_view._cut("<html></html>", "<noscript>")


def test_a_script_is_compressed_hard_once_and_kept(client: Client, state: Path) -> None:
    address, file = min(
        server_static.compressible().items(), key=lambda pair: pair[1].stat().st_size
    )
    first = client.get(address, headers={"accept-encoding": "br"})
    assert first.content == file.read_bytes()
    kept = state / "cache" / "static" / f"{file.name}.br"
    until_there(kept)
    again = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert again.content == file.read_bytes()
    assert again.headers["content-encoding"] == "br"
    assert int(again.headers["content-length"]) == kept.stat().st_size
    assert "immutable" in again.headers["cache-control"]
    assert again.headers["content-type"].startswith(("text/javascript", "text/css"))
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert plain.content == file.read_bytes()
    assert "content-encoding" not in plain.headers


def until_there(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert path.exists()


def test_where_nothing_can_be_kept_scripts_are_sent_all_the_same(
    client: Client, state: Path
) -> None:
    (state / "cache").write_text("no folder")
    address, file = next(iter(server_static.compressible().items()))
    for _ in range(3):
        assert client.get(address, headers={"accept-encoding": "br"}).content == file.read_bytes()


def test_outlines_with_a_version_may_be_kept_for_ever(client: Client) -> None:
    versioned = client.get("/app/static/maps/map.js?v=abc")
    assert "immutable" in versioned.headers["cache-control"]
    assert "immutable" not in client.get("/app/static/maps/map.js").headers.get("cache-control", "")
    missing = client.get("/app/static/maps/none.js?v=abc")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


def named_icons() -> set[str]:
    lines = server_static.ICONS.with_suffix(".txt").read_text().splitlines()
    return {line for line in lines if not line.startswith("#")}


def test_icons_come_in_a_font_of_few_kilobytes(client: Client) -> None:
    (font,) = (server_first_view.STATIC / "static" / "media").glob("MaterialSymbols-Rounded.*")
    answer = client.get(f"/static/media/{font.name}")
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content[:4] == b"wOF2"
    assert len(answer.content) < 20_000 < font.stat().st_size


def test_every_icon_that_can_be_drawn_is_in_the_font() -> None:
    scripts = (server_first_view.STATIC / "static" / "js").glob("*.js")
    ours = [settings.ROOT / "app.py"]
    for folder in ("ui", "pages"):
        ours += [file for file in (settings.ROOT / folder).rglob("*") if file.suffix in KINDS]
    asked = {
        name
        for file in (*scripts, *ours)
        for name in re.findall(r":material/([a-z0-9_]+)", file.read_text(encoding="utf-8"))
    }
    # Streamlit names one that its own font lacks.
    assert asked - {"star_filled"} <= named_icons()
    assert len(asked) > 50
