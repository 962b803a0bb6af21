"""Addresses of pages: answered with their first view, and 404 in our words where there is none."""

from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import state
from ui.server_first_view import address_in, read_language, write_missing, write_page
from ui.server_site import site_pages

# What Streamlit answers itself, HTML too: nothing there is the address of a page.
_STREAMLIT: Final = ("/_stcore/", "/media/", "/component/", "/app/static/", "/static/")
_NOT_FOUND: Final = 404
_OK: Final = 200
# A page's words change with the snapshot; a browser asks each time.
_ASK: Final = {"Cache-Control": "no-cache"}


class Pages:
    """ASGI middleware: the documents of pages, and of addresses that are none.

    Streamlit itself answers every unknown address with its index.html and status 200.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page; hand on the rest, and turn Streamlit's catch-all answer into 404."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        page = site_pages().get(scope["path"].removeprefix("/"))
        if page is not None:
            agent = request.headers.get("user-agent", "")
            document = write_page(page, request.query_params, _site(request), agent)
            await HTMLResponse(document, headers=_ASK)(scope, receive, send)
        elif scope["path"].startswith(_STREAMLIT):
            await self._app(scope, receive, send)
        else:
            missing = HTMLResponse(
                write_missing(read_language(request.query_params)), _NOT_FOUND, _ASK
            )
            await self._app(scope, receive, _Instead(scope, receive, send, missing))


class _Instead:
    """Sends another answer where the one that comes is an HTML page."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, other: Response) -> None:
        self._scope, self._receive, self._send, self._other = scope, receive, send, other
        self._is_replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            self._is_replaced = message["status"] == _OK and kind.startswith("text/html")
            if self._is_replaced:
                await self._other(self._scope, self._receive, self._send)
        if not self._is_replaced:
            await self._send(message)


def _site(request: Request) -> str:
    """The address of the root as the reader wrote it, without a slash at its end."""
    return str(request.base_url).rstrip("/")


async def robots(request: Request) -> Response:
    """Everything may be read; downloads are large and change, pages say what is in them."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {_site(request)}/sitemap.xml"]
    return PlainTextResponse("\n".join(lines) + "\n")


async def sitemap(request: Request) -> Response:
    """Every page in every language."""
    addresses = "".join(
        f"<url><loc>{_site(request)}{address_in(page, language)}</loc></url>"
        for page in site_pages().values()
        if not page.is_hidden
        for language in state.LANGUAGES
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    document = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{space}">{addresses}</urlset>'
    return Response(document, media_type="application/xml")


ROUTES: Final = [
    Route("/robots.txt", robots, methods=["GET", "HEAD"]),
    Route("/sitemap.xml", sitemap, methods=["GET", "HEAD"]),
]
