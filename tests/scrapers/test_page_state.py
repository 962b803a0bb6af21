"""The state that pages carry for their scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.page_state import assigned_json, is_page, resolve, script_json
from scrapers.portal import ShapeError


def test_assignment_is_found_and_undefined_becomes_null() -> None:
    body = b'<script>window.A = 1; window.STATE = {"a": undefined, "b": "undefined"}; x()</script>'
    assert assigned_json("p", body, "window.STATE") == {"a": None, "b": "undefined"}
    assert assigned_json("p", body, "window.OTHER") is None


def test_assignment_that_is_no_json_is_named() -> None:
    with pytest.raises(ShapeError, match=r"p: window\.STATE: not JSON"):
        assigned_json("p", b"window.STATE = {a: 1}", "window.STATE")


def test_script_is_found_by_its_id() -> None:
    assert script_json("p", b'<script id="__NEXT_DATA__">[1]</script>', "__NEXT_DATA__") == [1]
    with pytest.raises(ShapeError, match="p: __NEXT_DATA__: not in the page"):
        script_json("p", b"<p>", "__NEXT_DATA__")


def test_references_are_resolved_even_in_a_ring() -> None:
    cache = {"A": {"name": "a", "next": {"__ref": "B"}}, "B": {"name": "b"}}
    assert resolve(cache, [{"__ref": "A"}]) == [{"name": "a", "next": {"name": "b"}}]
    assert resolve({"A": {"again": {"__ref": "A"}}}, {"__ref": "A"}) is not None
    assert resolve(cache, {"__ref": "gone"}) is None


def test_page_is_told_from_json() -> None:
    assert is_page(b"\xef\xbb\xbf\n<!doctype html>")
    assert not is_page(b'{"a": "<p>"}')


@given(st.binary(max_size=80))
def test_whatever_follows_an_assignment_is_read_or_refused(tail: bytes) -> None:
    try:
        assigned_json("p", b"window.STATE = {" + tail, "window.STATE")
    except ShapeError as error:
        refused = error.field_name
    else:
        refused = "window.STATE"
    assert refused == "window.STATE"
