"""Read what an employer gives beside pay: BPJS, THR, meals, transport, mess, bonus, training …"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.patterns import any_of, whole_of
from nlp.posting import Posting, to_lower
from nlp.sections import Line
from nlp.signs import watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_CONTEXT: Final = _TABLE["context"]
_BEFORE: Final = 60
_MAX_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class _Benefit:
    """A benefit and its wordings."""

    name: str
    signs: str
    plain: re.Pattern[str]
    sure: re.Pattern[str]
    item: re.Pattern[str] | None
    in_title: bool


def _compile(row: dict[str, object]) -> _Benefit:
    plain, sure = whole_of(row["plain"]), whole_of(row["sure"])  # type: ignore[arg-type]
    item = rf"\W{{0,3}}{plain}(?:$|\s?[(/,&+;.]|\s\w{{1,16}}(?:\s\w{{1,16}})?\W{{0,2}}$)"
    return _Benefit(
        str(row["name"]),
        watch(f"benefit {row['name']}", row["signs"]),  # type: ignore[arg-type]
        re.compile(plain),
        re.compile(sure),
        re.compile(item) if row.get("as_item", True) else None,
        bool(row.get("in_title")),
    )


_BENEFITS: Final = tuple(_compile(row) for row in _TABLE["benefit"])
# By the number of a line: the benefits it may name, by their names.
Spots = dict[int, dict[str, _Benefit]]
_OF_TITLE: Final = tuple(benefit for benefit in _BENEFITS if benefit.in_title)
_NOT_AFTER = re.compile(whole_of(_CONTEXT["not_after"]))
_NOT_GIVEN = re.compile(whole_of(_CONTEXT["not_given"]))
# "Incentive :- Bonus - Uang Makan": from here on a line tells of benefits.
_OFFER_HEAD = re.compile(
    rf"(?:(?<![^\W_])|(?<=[a-z]))(?:{any_of(_CONTEXT['offer_head'])})\W{{0,2}}[:：]"
)
_OFFER_START = re.compile(rf"\W{{0,3}}(?:{any_of(_CONTEXT['offer'])})(?![^\W_])")
_BONUS_HEAD = re.compile(r"\W{0,3}(?:insentif|incentives?)\W{0,2}:\W{0,4}")
_SENTENCE = re.compile(r"[;.•|\n]|\s[-–]\s")
# Line breaks lost around capitals: "TunjanganBPJSJenjang Karir".
_GLUED_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z]{3})|(?<=[A-Z]{3})(?=[A-Z][a-z])")
_CLAUSE = re.compile(r"[,;.•|()\n]|\s[-–]\s")


def read_benefits(posting: Posting) -> list[str]:
    """The benefits that are given, in the order of nlp/benefits.toml."""
    lower = posting.lower
    title = posting.lower_title[:_MAX_TITLE]
    told = {b.name for b in _OF_TITLE if posting.title_signs[b.signs] and b.sure.search(title)}
    spots = _find_spots(posting)
    if spots:
        told.update(_find_sure(lower, posting.lines, spots))
        told.update(_find_plain(posting.description, lower, posting.lines, spots))
    return [benefit.name for benefit in _BENEFITS if benefit.name in told]


def _find_spots(posting: Posting) -> Spots:
    """The lines that may name a benefit, with the benefits, so that no pattern reads the rest."""
    spots: Spots = {}
    for benefit in _BENEFITS:
        for start, _ in posting.signs[benefit.signs]:
            index = bisect_right(posting.line_starts, start) - 1
            if index >= 0:
                spots.setdefault(index, {})[benefit.name] = benefit
    return spots


def _find_sure(lower: str, lines: Sequence[Line], spots: Spots) -> Iterator[str]:
    """The benefits of which words say that they are given, wherever they stand."""
    for index, benefits in spots.items():
        line = lines[index]
        for benefit in benefits.values():
            for match in benefit.sure.finditer(lower, line.start, line.end):
                before = lower[max(line.start, match.start() - _BEFORE) : match.start()]
                # Of duties the verb may stand some commas before: "menghitung lembur, bonus".
                breaks = _CLAUSE if line.kind == "benefits" else _SENTENCE
                if not _NOT_AFTER.search(breaks.split(before)[-1]):
                    yield benefit.name
                    break


def _find_plain(whole: str, lower: str, lines: Sequence[Line], spots: Spots) -> Iterator[str]:
    """The benefits named in lists of them, or as an item of their own."""
    is_list = is_headed = False
    for index, line in enumerate(lines):
        benefits = spots.get(index)
        if line.is_heading:
            is_list = is_headed = False
            continue
        if benefits is None:
            # "Insentif: sesuai target" is a bonus, "Insentif: uang lembur" is not.
            if is_headed:
                yield "bonus"
                is_headed = False
            continue
        text = lower[line.start : line.end]
        head = _BONUS_HEAD.match(text)
        if head:
            is_list, text = True, text[head.end() :]
            is_headed = not text
        elif ":" in text and (offer := _OFFER_HEAD.search(text)):
            is_list, text = is_list or offer.end() == len(text), text[offer.end() :]
            yield from _names_in(benefits.values(), text)
            continue
        if not text:
            continue
        if (head or is_headed) and not _namesany_of(text):
            yield "bonus"
        is_headed = False
        if line.kind == "benefits":
            text = to_lower(_GLUED_CAPITALS.sub(", ", whole[line.end - len(text) : line.end]))
        yield from _read_line(benefits.values(), text, line.kind, is_list)


def _namesany_of(text: str) -> bool:
    return any(benefit.plain.search(text) for benefit in _BENEFITS)


def _read_line(
    benefits: Collection[_Benefit], text: str, kind: str, is_list: bool
) -> Iterator[str]:
    is_short = len(text) <= _CONTEXT["longest"]
    if kind == "benefits" or (is_list and is_short) or (is_short and _OFFER_START.match(text)):
        yield from _names_in(benefits, text)
        return
    if len(benefits) >= _CONTEXT["enough"] and not _NOT_AFTER.search(text):
        names = list(_names_in(benefits, text))
        if len(names) >= _CONTEXT["enough"]:
            yield from names
            return
    if is_short and kind != "about":
        for benefit in benefits:
            if benefit.item and benefit.item.match(text):
                yield benefit.name


def _names_in(benefits: Collection[_Benefit], text: str) -> Iterator[str]:
    """The benefits a line of benefits names."""
    for benefit in benefits:
        for match in benefit.plain.finditer(text):
            clause = _CLAUSE.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
            if not _NOT_GIVEN.search(clause):
                yield benefit.name
                break
