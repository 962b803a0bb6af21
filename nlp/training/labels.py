"""Labelled postings for training: spans without texts, which stay outside the repository.

    python -m nlp.training.labels LABELS.jsonl …      takes in what annotators wrote
    load(postings)                                    joins the spans with the texts again

Annotators write the shape of ../shared/gold/GUIDE.md, or only some of its fields. Kept are the
hash of the posting's id, the labels that are codes or numbers, and where each skill stands; the
words are other people's.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from data.files import write_whole

LABELS: Final = Path(__file__).parent / "labels.jsonl.gz"
_KEPT: Final = (
    "language",
    "occupation",
    "occupation_also",
    "seniority",
    "sector",
    "sector_also",
    "locations",
    "remote",
    "wage",
    "education_min",
    "experience_min_years",
    "employment_type",
    "restrictions",
    "benefits",
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A posting with its labels; `skills` are (field, start, end, type), all occurrences."""

    posting: Mapping[str, Any]
    labels: Mapping[str, Any]
    skills: tuple[tuple[str, int, int, str], ...]


def hash_id(posting_id: str) -> str:
    """The name of a posting in the label file."""
    return blake2b(posting_id.encode(), digest_size=8).hexdigest()


def find_spans(posting: Mapping[str, Any], skills: Iterable[Mapping[str, str]]) -> list[list[Any]]:
    """Every place where a labelled text stands in its field, longest first, none inside another."""
    spans: list[list[Any]] = []
    for skill in sorted(skills, key=lambda s: -len(s["text"])):
        text = posting.get(skill["field"]) or ""
        at = text.find(skill["text"])
        while at >= 0:
            end = at + len(skill["text"])
            inside = any(f == skill["field"] and s <= at and end <= e for f, s, e, _ in spans)
            if not inside and _is_word(text, at, end):
                spans.append([skill["field"], at, end, skill["type"]])
            at = text.find(skill["text"], end)
    return sorted(spans)


def _is_word(text: str, start: int, end: int) -> bool:
    """Not inside a longer word, where a capital after a small letter begins a word too."""
    before = (
        start == 0
        or not text[start - 1].isalnum()
        or (text[start].isupper() and not text[start - 1].isupper())
    )
    after = (
        end == len(text)
        or not text[end].isalnum()
        or (text[end].isupper() and not text[end - 1].isupper())
    )
    return before and after


def read_told(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """What annotators wrote of each posting, by its id; of two lines the later."""
    told = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            told[row["id"]] = row
    return told


def take_in(
    files: Iterable[Path], postings: Iterable[Mapping[str, Any]], target: Path = LABELS
) -> int:
    """Add what the annotators' files tell to the label file; the number of postings in it now.

    A posting that was labelled before keeps its labels (`agreement` compares the two); a label
    that a row does not have stays absent.
    """
    told = read_told(files)
    rows = read_rows(target) if target.exists() else {}
    for posting in postings:
        key, labels = hash_id(posting["id"]), told.get(posting["id"])
        if labels is not None and key not in rows:
            kept = {name: labels[name] for name in _KEPT if name in labels}
            spans = find_spans(posting, labels["skills"])
            rows[key] = {"key": key, "labels": kept, "skills": spans}
    content = "".join(
        f"{json.dumps(rows[key], ensure_ascii=False)}\n" for key in sorted(rows)
    ).encode()
    write_whole(target, gzip.compress(content, mtime=0))
    return len(rows)


def read_rows(path: Path = LABELS) -> dict[str, dict[str, Any]]:
    """The rows of the label file by their key."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {row["key"]: row for row in map(json.loads, file)}


def load(postings: Iterable[Mapping[str, Any]]) -> Iterator[Labelled]:
    """The labelled ones among the postings."""
    rows = read_rows()
    for posting in postings:
        row = rows.get(hash_id(posting["id"]))
        if row is not None:
            skills = tuple((f, s, e, kind) for f, s, e, kind in row["skills"])
            yield Labelled(posting, row["labels"], skills)


def read_postings(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    source = Path(__file__).parents[3] / "shared" / "postings" / "postings.jsonl.gz"
    sys.stdout.write(f"{take_in(map(Path, sys.argv[1:]), read_postings(source))} postings\n")
