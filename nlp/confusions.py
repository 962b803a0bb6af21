"""What labelled postings say against what was read, counted: to correct counts for our errors."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

# The thing, what the label says of it and what was read; "" where nothing is said.
Pair: TypeAlias = tuple[str, str, str]

_SINGLE: Final = ("remote", "seniority", "employment_type", "education_min")
_LIMITS: Final = ("age_min", "age_max", "sex", "appearance", "marital", "height", "religion")
_BENEFITS: Final = (
    "bpjs", "thr", "meal", "transport", "housing", "overtime_pay", "bonus", "commission",
    "insurance", "laptop", "training", "leave",
)  # fmt: skip
YES: Final = "yes"
COLUMNS: Final = ("field", "told", "read", "n")


def pair_reading(labels: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Pair]:
    """Every thing that an advertisement says once or not at all, as labelled and as read.

    A reading that the label accepts beside its own counts as the label's. Of a restriction, a
    benefit and the wage only counts whether there is one ("yes").
    """
    for name in _SINGLE:
        yield name, _text(labels[name]), _text(found.get(name))
    sectors = [labels["sector"], *labels["sector_also"]]
    yield "sector", *_accepted(sectors, (found.get("sector") or {}).get("code"))
    codes = [labels["occupation"], *labels["occupation_also"]]
    read = (found.get("occupation") or {}).get("code")
    yield "occupation", *_accepted([code and code[:1] for code in codes], read and read[:1])
    yield "wage", _yes(labels["wage"]), _yes(found.get("wage"))
    limits, shown = labels["restrictions"] or {}, found.get("restrictions") or {}
    for name in _LIMITS:
        yield f"restriction.{name}", _yes(limits.get(name)), _yes(shown.get(name))
    benefits, seen = labels["benefits"] or (), found.get("benefits") or ()
    for name in _BENEFITS:
        yield f"benefit.{name}", _yes(name in benefits), _yes(name in seen)


def _accepted(told: list[str | None], read: str | None) -> tuple[str, str]:
    return _text(read if read in told else told[0]), _text(read)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _yes(value: object) -> str:
    return YES if value not in (None, False) else ""


def write_confusions(pairs: Iterable[Pair]) -> str:
    """The pairs as CSV: COLUMNS, one row a field and pair of told and read, n postings."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((*pair, n) for pair, n in sorted(Counter(pairs).items()))
    return file.getvalue()
