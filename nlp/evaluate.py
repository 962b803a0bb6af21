"""Score `extract` against labelled postings: the table of gold/score.py and docs/accuracy.md."""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

from data.errors import DataError, UserError
from data.files import write_whole
from data.times import JAKARTA
from nlp.confusions import Pair, pair_reading, write_confusions
from nlp.extract import extract
from nlp.pipeline import build
from nlp.scoring import Tally, tally_reading
from settings import ROOT

PAGE: Final = ROOT / "docs" / "accuracy.md"
_CARDS: Final = ROOT / "nlp" / "models"
# As in gold/score.py, so that the two tables agree to the last digit.
_BALANCED: Final = ("skills exact", "skills half", "restrictions", "benefits", "location", "wage")
_DRAWS: Final = 500
_SEED: Final = 1
_TAIL: Final = 0.025
TARGETS: Final[dict[str, float]] = tomllib.loads(
    (ROOT / "nlp" / "accuracy_targets.toml").read_text(encoding="utf-8")
)["at_least"]
# A rate of fewer cases says nothing about a portal or a language.
_SHOWN_FROM: Final = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate with its 95 % interval; `n` is None where the measure joins two rates."""

    value: float
    low: float | None
    high: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Scored:
    """The tally of one posting and the groups it is shown in."""

    portal: str
    language: str
    tally: Tally
    pairs: tuple[Pair, ...] = ()


Table: TypeAlias = dict[str, Estimate]
Rates: TypeAlias = NDArray[np.float64]


def evaluate_file(
    gold: Path, *, page: Path | None = None, progress: Callable[[int], None] = lambda _: None
) -> str:
    """The table of score.py for the labelled postings of a file; also writes the page, if any.

    Raises UserError where the file is missing or empty, DataError where a line is not labelled.
    """
    scored = []
    for one in _score_lines(gold):
        scored.append(one)
        progress(len(scored))
    if not scored:
        raise UserError(f"There is no labelled posting in {gold}.")
    table = estimate([one.tally for one in scored])
    if page is not None:
        lines = "\n".join([*write_page(gold.name, scored, table), *_keep_market(page)])
        write_whole(page, f"{lines.rstrip()}\n".encode())
        # What the analytics correct shares by.
        confusions = write_confusions(pair for one in scored for pair in one.pairs)
        write_whole(page.with_suffix(".csv"), confusions.encode())
    return "\n".join(show_row(name, row) for name, row in table.items())


def _score_lines(gold: Path) -> Iterator[Scored]:
    if not gold.is_file():
        raise UserError(f"There is no file {gold}.")
    rows = list(_read_labelled(gold))  # a file without labels is told before the models load
    nlp = build()
    for posting, labels in rows:
        portal, language = posting["id"].partition(":")[0], str(labels["language"])
        # Through JSON, as a reader of the output of `extract` gets it.
        found = orjson.loads(orjson.dumps(extract(nlp, posting)))
        pairs = tuple(pair_reading(labels, found))
        yield Scored(portal, language, tally_reading(posting, labels, found), pairs)


def _read_labelled(gold: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The posting and the labels of each line."""
    with gold.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.isspace():
                continue
            try:
                row = orjson.loads(line)
                posting, labels = row["posting"], row["labels"]
                posting["id"].partition(":"), labels["language"]
                tally_reading(posting, labels, {})  # what is not labelled fails here, alone
            except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
                raise DataError(
                    f"Line {number} of {gold} is no labelled posting: {_name_fault(error)}. Each "
                    'line must be {"posting": {…}, "labels": {…}}; postings without labels are '
                    "read by: python -m cli extract"
                ) from error
            yield posting, labels


def _name_fault(error: Exception) -> str:
    """What is wrong with a line, in the words of who made the file."""
    if isinstance(error, orjson.JSONDecodeError):
        return "it is not JSON"
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]!r}"
    return "a part of it is of another kind, a text for an object or a list"


def estimate(tallies: Sequence[Tally], draws: int = _DRAWS) -> Table:
    """The rate of every measure, with intervals from postings drawn again and again."""
    names = sorted({name for tally in tallies for name in tally})
    counts = np.array([[tally.get(name, (0, 0)) for name in names] for tally in tallies], np.int64)
    given = np.array([[name in tally for name in names] for tally in tallies], np.int64)
    times = _draw(len(tallies), draws)
    hits, totals, seen = times @ counts[:, :, 0], times @ counts[:, :, 1], times @ given
    rates = np.full(hits.shape, np.nan)
    np.divide(hits, totals, out=rates, where=totals > 0)
    # A rate no drawn posting speaks of counts as 0 in an F1, one without cases makes it void.
    parts = {name: np.where(seen[:, i] > 0, rates[:, i], 0.0) for i, name in enumerate(names)}
    n: dict[str, int | None] = {name: int(totals[0, i]) for i, name in enumerate(names)}
    columns = {name: rates[:, i] for i, name in enumerate(names)}
    absent = np.zeros(draws + 1)
    for name in _BALANCED:
        both = (parts.get(f"{name} {part}", absent) for part in ("precision", "recall"))
        columns[f"{name} F1"], n[f"{name} F1"] = _balance(*both), None
    return {name: _sum_up(columns[name], n[name]) for name in sorted(columns)}


def _draw(size: int, draws: int) -> NDArray[np.int64]:
    """How often each posting counts: once in the first row, then as often as it is drawn."""
    generator = random.Random(_SEED)  # noqa: S311 - the draws of score.py; nothing secret
    drawn = [generator.choices(range(size), k=size) for _ in range(draws)]
    rows = [np.bincount(row, minlength=size) for row in drawn]
    return np.array([np.ones(size), *rows], np.int64)


def _balance(precision: Rates, recall: Rates) -> Rates:
    total = precision + recall
    balanced = np.zeros(total.shape)
    np.divide(2 * precision * recall, total, out=balanced, where=total != 0)
    return balanced


def _sum_up(rates: Rates, n: int | None) -> Estimate:
    """The rate of all postings, and where the middle 95 % of the draws lie."""
    drawn = np.sort(rates[1:][~np.isnan(rates[1:])])
    value, size = round(float(rates[0]), 4), len(drawn)
    if not size:
        return Estimate(value, None, None, n)
    low, high = drawn[int(_TAIL * size)], drawn[int((1 - _TAIL) * size) - 1]
    return Estimate(value, round(float(low), 4), round(float(high), 4), n)


def show_row(name: str, row: Estimate) -> str:
    """A line of the table, as score.py prints it."""
    if row.low is None:
        return f"{name:34s} {row.value:.3f}"
    return f"{name:34s} {row.value:.3f}  [{row.low:.3f}, {row.high:.3f}]  n={row.n}"


# From this line on the page holds what `python -m benchmarks truth` measured.
MARKET_HEADING: Final = "# How near the answers come to the truth"


def _keep_market(page: Path) -> list[str]:
    """The part of the page that another command writes."""
    lines = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    return lines[lines.index(MARKET_HEADING) :] if MARKET_HEADING in lines else []


def write_page(gold: str, scored: Sequence[Scored], table: Table) -> Iterator[str]:
    """The lines of docs/accuracy.md; figures only, no word of any posting."""
    day = datetime.now(JAKARTA).date().isoformat()
    yield "# How well postings are read"
    yield ""
    yield f"Written by `python -m cli evaluate {gold} --write` on {day}; do not edit by hand."
    yield f"{len(scored)} labelled postings; the measures are those of `gold/score.py` (issue 5)."
    yield "Intervals: from 500 draws of as many postings. The n of an F1 is that of its recall."
    yield ""
    yield from _measured(table)
    yield from _missed(table)
    for title, pick in _GROUPS.items():
        yield from _by_group(title, scored, pick)
    yield from _cards()


def _measured(table: Table) -> Iterator[str]:
    yield "| measure | value | 95 % interval | n | target | |"
    yield "|---|---|---|---|---|---|"
    for name, row in table.items():
        between = "–" if row.low is None else f"{row.low:.3f} – {row.high:.3f}"
        target, met = TARGETS.get(name), ""
        if target is not None and _cases(table, name):
            met = "met" if row.value >= target else "**missed**"
        goal = "" if target is None else f"{target:.2f}"
        yield f"| {name} | {row.value:.3f} | {between} | {_cases(table, name)} | {goal} | {met} |"
    yield ""


def _cases(table: Table, name: str) -> int:
    row = table.get(name)
    if row is None:
        return 0
    return row.n if row.n is not None else _cases(table, f"{name.removesuffix(' F1')} recall")


def _missed(table: Table) -> Iterator[str]:
    yield "## What is missed"
    yield ""
    told = {name: table[name] for name in TARGETS if _cases(table, name)}
    missed = {name: row for name, row in told.items() if not row.value >= TARGETS[name]}
    yield f"{len(told) - len(missed)} of {len(told)} targets of issue 5 are met."
    yield ""
    for name, row in missed.items():
        gap, is_near = TARGETS[name] - row.value, row.high is not None and row.high >= TARGETS[name]
        where = "lies within" if is_near else "lies above"
        yield f"- {name}: {gap:.3f} below {TARGETS[name]:.2f}; the target {where} the interval."
    yield ""


_GROUPS: Final[Mapping[str, Callable[[Scored], str]]] = {
    "portal": lambda one: one.portal,
    "language": lambda one: one.language,
}


def _by_group(title: str, scored: Sequence[Scored], pick: Callable[[Scored], str]) -> Iterator[str]:
    """The main measures of each group, n in brackets; too few cases are left out."""
    tables = {}
    for group in sorted({pick(one) for one in scored}):
        tables[group] = estimate([one.tally for one in scored if pick(one) == group], draws=0)
    yield f"## By {title}"
    yield ""
    yield f"In brackets the number of cases; rates of fewer than {_SHOWN_FROM} are left out."
    yield ""
    yield f"| measure | {' | '.join(tables)} |"
    yield "|---" * (len(tables) + 1) + "|"
    for name in TARGETS:
        cells = (_cell(table, name) for table in tables.values())
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _cell(table: Table, name: str) -> str:
    n = _cases(table, name)
    return "–" if n < _SHOWN_FROM else f"{table[name].value:.3f} ({n})"


def _cards() -> Iterator[str]:
    """What the cards of the trained files say of themselves."""
    yield "## The trained files"
    yield ""
    yield "Their cards: what they learnt from, and what they reached on held-back folds."
    yield ""
    for path in sorted(_CARDS.glob("*.toml")):
        card: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        yield f"`nlp/models/{path.name}`"
        yield ""
        for name, value in card.items():
            many = value if isinstance(value, dict) else {"": value}
            for part, held in many.items():
                shown = held
                if isinstance(held, dict):
                    shown = ", ".join(f"{key} {figure}" for key, figure in held.items())
                yield f"- {name} {part}: {shown}".replace(" :", ":")
        yield ""
