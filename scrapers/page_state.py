"""The state that a page carries for its own scripts: JSON in a script, Apollo's cache."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bs4 import BeautifulSoup

from scrapers.portal import ShapeError

_DEEPEST: Final = 40
_DECLARATION = re.compile(r"<\?xml[^>]*>", re.IGNORECASE)
# A string, or the bare word that JSON does not know.
_UNDEFINED = re.compile(r'"(?:[^"\\]|\\.)*"|\bundefined\b')


def is_page(body: bytes) -> bool:
    """Whether an answer is a page for people."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_page(body: bytes) -> BeautifulSoup:
    """A page for people, read as UTF-8: the parser fails where a page names a false encoding."""
    return BeautifulSoup(_DECLARATION.sub("", body.decode("utf-8", "replace")), "lxml")


def script_json(portal: str, body: bytes, script_id: str) -> Any:
    """The JSON of the script with this id (__NEXT_DATA__); raises ShapeError."""
    script = read_page(body).find("script", id=script_id)
    if script is None:
        raise ShapeError(portal, script_id, "not in the page")
    return _load(portal, script_id, script.get_text())


def assigned_json(portal: str, body: bytes, name: str) -> Any:
    """The JSON that a script of the page assigns to a variable; None where none does.

    The bare word `undefined` in it becomes null. Raises ShapeError where it is no JSON.
    """
    text = body.decode("utf-8", "replace")
    found = re.search(rf"{re.escape(name)}\s*=\s*(?=[{{\[])", text)
    if found is None:
        return None
    return _load(portal, name, text[found.end() :])


def _load(portal: str, name: str, text: str) -> Any:
    text = _UNDEFINED.sub(lambda match: "null" if match[0] == "undefined" else match[0], text)
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError) as error:
        raise ShapeError(portal, name, f"not JSON ({str(error)[:80]})") from error


def resolve(cache: Mapping[str, Any], value: Any, depth: int = 0) -> Any:
    """A value of Apollo's cache with its references replaced by what they refer to."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return [resolve(cache, item, depth + 1) for item in value]
    if isinstance(value, dict):
        reference = value.get("__ref")
        if isinstance(reference, str):
            return resolve(cache, cache.get(reference), depth + 1)
        return {key: resolve(cache, item, depth + 1) for key, item in value.items()}
    return value
