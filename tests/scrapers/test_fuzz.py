"""Whatever a portal answers, its reader reads it or says in its own words what is wrong.

FUZZ_CASES sets how many damaged answers each example makes (5,000 before a release).
"""

import os
import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.parse import Kind, parse_answer
from scrapers.portal import ShapeError, find_portal

CASES = int(os.environ.get("FUZZ_CASES", "20"))
EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*/*") if path.suffix in {".json", ".html", ".xml"})

WRONG: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["", "0", "2026-13-45", "<p>", "\x00", "9" * 400, "&lt;b&gt;"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"a": [{"b": None}]}),
)


def read_or_say(name: str, kind: Kind, body: bytes) -> None:
    told = None
    try:
        list(parse_answer(find_portal(name), kind, body))
    except ShapeError as error:
        told = error
    assert told is None or (told.portal == name and told.field_name and name in str(told))


def damage(body: bytes, seed: int) -> bytes:
    """Cut, with bits turned, or with a piece doubled."""
    rng = random.Random(seed)
    spoilt = bytearray(body)
    for _ in range(rng.randint(0, 8)):
        at = rng.randrange(len(spoilt))
        spoilt[at] ^= 1 << rng.randrange(8)
    if rng.random() < 0.4:
        del spoilt[rng.randrange(len(spoilt)) :]
    if rng.random() < 0.2 and spoilt:
        at = rng.randrange(len(spoilt))
        spoilt[at:at] = spoilt[at : at + rng.randint(1, 200)]
    return bytes(spoilt)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a JSON value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """The value with something else at a place."""
    if not path:
        return wrong
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], wrong)
    return copy


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(
    max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damaged_answers_are_read_or_refused_in_a_sentence(path: Path, data: st.DataObject) -> None:
    kind: Kind = "detail" if path.name.startswith("detail") else "listing"
    body = path.read_bytes()
    if path.suffix == ".json" and data.draw(st.booleans()):
        value = orjson.loads(body)
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.sampled_from(places(value)))
            value = put(value, place, data.draw(WRONG))
        body = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    else:
        body = damage(body, data.draw(st.integers(0, 2**32)))
    read_or_say(path.parent.name, kind, body)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"<html></html>", b"\xff\xfe\x00"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_answers_of_nothing_are_refused(path: Path, body: bytes) -> None:
    kind: Kind = "detail" if path.name.startswith("detail") else "listing"
    with pytest.raises(ShapeError):
        list(parse_answer(find_portal(path.parent.name), kind, body))
