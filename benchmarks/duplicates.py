"""How well postings are put together and at what cost: labelled pairs, sample truth, real ones."""

import gzip
import resource
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import orjson

from data.sample import sample_market
from data.sample_rows import write_row
from nlp.duplicates import find_vacancies
from nlp.duplicates_file import group_rows, sketch_row
from nlp.pair_scores import Score, score_b_cubed, score_groups, score_pairs

_UNTIL: Final = date(2026, 10, 31)
_OPENINGS: Final = 10_000
_NONE_SEEN: Final[Mapping[str, str]] = {}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl or .jsonl.gz file."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        yield from map(orjson.loads, lines)


def score_labelled(gold: Path, seen: Mapping[str, str] = _NONE_SEEN) -> Score:
    """The score of gold/pairs-dev.jsonl as `dedup` groups its postings, unsure ones left out.

    `seen` has the day each posting was collected, which the labelled rows lack.
    """
    rows = read_lines(gold / "pairs-dev-postings.jsonl")
    found = group_rows({**row, "scraped": seen.get(row["id"])} for row in rows)
    return score_pairs(
        (found[pair["a"]] == found[pair["b"]], pair["verdict"] == "same")
        for pair in read_lines(gold / "pairs-dev.jsonl")
        if pair["verdict"] != "unsure"
    )


def score_sample(openings: int = _OPENINGS) -> tuple[int, Score, Score]:
    """How many adverts the sample market has, the score of their pairs, and B³."""
    truth: dict[str, str] = {}
    sketches = []
    for advert in sample_market(_UNTIL, openings=openings):
        row = write_row(advert, _UNTIL)
        row["id"] = f"{advert.portal}-{advert.number}"
        truth[str(row["id"])] = str(advert.opening)
        sketches.append(sketch_row(row))
    found = find_vacancies(sketches)
    return len(truth), score_groups(found, truth), score_b_cubed(found, truth)


def count_portals(portals: Mapping[str, str], found: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """How many vacancies two portals share; of one portal, how many it shows more than once."""
    members: dict[str, list[str]] = {}
    for key, vacancy in found.items():
        members.setdefault(vacancy, []).append(portals[key])
    shared: Counter[tuple[str, str]] = Counter()
    for shown in members.values():
        counts = Counter(shown)
        shared.update((portal, portal) for portal, n in counts.items() if n > 1)
        shared.update(combinations(sorted(counts), 2))
    return shared


def print_report(real: Path, gold: Path) -> None:
    """Print everything as Markdown; what is missing is said."""
    if real.exists():
        seen = _print_real(real)
        if gold.exists():
            _print_score("labelled pairs, as they are", score_labelled(gold))
            _print_score("labelled pairs, with the day seen", score_labelled(gold, seen))
    else:
        print(f"No real postings at {real}.\n")
    n, pairs, b_cubed = score_sample()
    _print_score(f"sample market, pairs of {n:,} adverts", pairs)
    _print_score(f"sample market, B³ of {n:,} adverts", b_cubed)


def _print_real(real: Path) -> dict[str, str]:
    """Print cost and overlaps of the real postings; returns the day each was seen."""
    began = time.process_time()
    portals, seen, sketches = {}, {}, []
    for row in read_lines(real):
        portals[row["id"]] = row["portal"]
        seen[row["id"]] = row["scraped"]
        sketches.append(sketch_row(row))
    sketched = time.process_time()
    found = find_vacancies(sketches)
    ended = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(found):,} real postings, {len(set(found.values())):,} vacancies: "
        f"{sketched - began:.0f} + {ended - sketched:.0f} CPU-s (sketches, groups), "
        f"peak {peak:.2f} GB.\n"
    )
    sizes = Counter(portals.values())
    print("| portals | vacancies shared | of the smaller portal's postings |\n|---|--:|--:|")
    for (a, b), n in count_portals(portals, found).most_common():
        print(f"| {a} – {b} | {n:,} | {n / min(sizes[a], sizes[b]):.1%} |")
    print()
    return seen


def _print_score(what: str, score: Score) -> None:
    print(
        f"- {what}: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}"
    )
