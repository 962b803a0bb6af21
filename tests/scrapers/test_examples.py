"""Every portal reads its example pages into the postings expected of them, and never worse.

examples/<portal>/listing*.json|html|xml, detail*.json|html with <name>.expected.jsonl beside each:
a line a posting as `parse` prints it, then one line {"page": …} with totals and faults.
Write the expected files anew, then read them: PYTHONPATH=. python tests/scrapers/test_examples.py
"""

import sys
from pathlib import Path

import orjson
import pytest

from data.posting import RawPosting
from scrapers.parse import Kind, describe, parse_answer
from scrapers.portal import find_portal, portal_names

EXAMPLES = Path(__file__).parent / "examples"
FILES = sorted(path for path in EXAMPLES.glob("*/*") if path.suffix in {".json", ".html", ".xml"})


def read(path: Path) -> list[dict[str, object]]:
    kind: Kind = "detail" if path.name.startswith("detail") else "listing"
    return list(parse_answer(find_portal(path.parent.name), kind, path.read_bytes()))


def expected_path(path: Path) -> Path:
    return path.with_suffix(".expected.jsonl")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_example_is_read_as_expected(path: Path) -> None:
    lines = expected_path(path).read_bytes().splitlines()
    assert read(path) == [orjson.loads(line) for line in lines]


@pytest.mark.parametrize("name", portal_names())
def test_every_portal_has_an_example_of_what_it_reads(name: str) -> None:
    there = {path.name.partition(".")[0].partition("-")[0] for path in EXAMPLES.glob(f"{name}/*")}
    assert "listing" in there
    assert not find_portal(name).FACTS.has_details or "detail" in there


def test_posting_is_described_without_what_only_the_store_needs() -> None:
    posting = RawPosting("p", "1", {"title": "Kasir"})
    assert describe(posting) == {"portal": "p", "portal_id": "1", "content": {"title": "Kasir"}}


if __name__ == "__main__":
    for file in FILES:
        expected_path(file).write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in read(file)))
        sys.stdout.write(f"{expected_path(file)}\n")
