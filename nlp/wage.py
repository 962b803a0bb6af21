"""Read the advertised wage: "Rp4,5-6 jt/bln", "IDR 4M - 5.500.000 per bulan", "25rb/jam"."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

_WORDS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_CURRENCY: Final[dict[str, str]] = _WORDS["currencies"]
_UNIT: Final[dict[str, int]] = {k.lower(): v for k, v in _WORDS["units"].items()}
_PERIOD: Final[dict[str, str]] = {
    w: p for t in ("periods", "adverbs") for p, ws in _WORDS[t].items() for w in ws
}
_CONTEXT: Final = _WORDS["context"]
_PLAUSIBLE: Final[dict[str, int]] = _WORDS["plausible"]
_MONTHS: Final[dict[str, tuple[int, int]]] = _WORDS["months"]
# "5k" and "4M" alone may be followers or metres; they are money beside a currency or a period.
_WEAK_UNITS: Final = frozenset({"k", "m"})
# A unit is carried over only to a number that cannot be full rupiah: "3 – 4 Juta", "500 - 900rb".
_CARRIED_BELOW: Final = 1_000
_FULL_DIGITS: Final = 4
# No money expression is longer, so a search that may run so far past its start cuts none.
_LONGEST: Final = 200
_CURRENCY_GROUPS: Final = ("cur1", "after1", "cur2", "after2")


@dataclass(frozen=True, slots=True)
class Wage:
    """A wage as written: full currency units, where it stands, and what it is in rupiah a month."""

    min: int | None
    max: int | None
    currency: str
    period: str | None
    text: str
    start: int
    end: int
    monthly_min: int | None
    monthly_max: int | None
    flags: tuple[str, ...]


def _one_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, longest first, blanks loose; a capital stays a capital."""
    patterns = (re.escape(w).replace(r"\ ", r"\s{1,3}") for w in sorted(words, key=len)[::-1])
    return "|".join(p if p == p.lower() else f"(?-i:{p})" for p in patterns)


def _amount(n: str) -> str:
    """The pattern of one amount, its groups numbered `n`: "Rp.3", "5.599.593,21", "4,5 jt"."""
    currency = _one_of(_CURRENCY)
    return (
        rf"(?:(?<![^\W\d_])(?P<cur{n}>{currency})[.:]{{0,2}}\s{{0,3}})?"
        r"(?<!\d)(?<!\d[.,])"
        rf"(?P<num{n}>[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,4}}(?:,[0-9]{{1,2}})?(?![.,]?[0-9])"
        r"|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,2})?(?![.,]?[0-9])"
        r"|[0-9]{1,3}(?:[ \xa0][0-9]{3}){2,3}(?![.,]?[0-9])"
        r"|[0-9]{1,12}(?:[.,][0-9]{1,2})?(?![.,]?[0-9]))"
        rf"(?:\s{{0,2}}(?P<unit{n}>{_one_of(_WORDS['units'])})(?![^\W_])"
        # Where line breaks were lost a capital follows: "12.000.000Tunjangan".
        r"|(?![^\W\d_])|(?=per|se)|(?<=[.,][0-9]{3})(?-i:(?=[A-Z])))"
        rf"(?:,-{{1,2}}|(?P<plus{n}>\+)(?=\s{{0,2}}(?:$|[,.;)/]|per)))?(?:\s{{0,2}}(?P<after{n}>{currency})(?![^\W_]))?(?!\s?%)"
    )


def _per(n: str) -> str:
    """The pattern of a period, its word in a group: "/bulan", "per jam", "sebulan", "monthly"."""
    return (
        r"(?:(?:[/@]|(?<![^\W\d_])(?:per|tiap|setiap|each|every|an?))\s{0,2}"
        rf"(?P<word{n}>{_one_of(w for ws in _WORDS['periods'].values() for w in ws)})s?"
        rf"|(?<![^\W\d_])(?P<adverb{n}>"
        rf"{_one_of(w for ws in _WORDS['adverbs'].values() for w in ws)}))(?![^\W_])"
    )


_NET = r"(?:\s{0,2}\(?(?:nett?o?|gross|bersih|kotor|thp)(?![^\W_])\)?)?"
_WAGE = re.compile(
    rf"(?:\b(?P<lower>{_one_of(_WORDS['bounds']['lower'])})[\s.:]{{1,3}}"
    rf"|\b(?P<upper>{_one_of(_WORDS['bounds']['upper'])})[\s.:]{{1,3}}"
    r"|\b(?P<between>antara|between)\s{1,3})?"
    rf"{_amount('1')}{_NET}(?:\s{{0,2}}\(?{_per('1')}\)?)?"
    r"(?:\s{0,3}(?:[-–—−~]|\b(?:s/d|s\.d\.?|sd|sampai\s{1,3}dengan|sampai|hingga|to|until)\b"
    rf"|\b(?P<and>dan|and)\b)\s{{0,3}}{_amount('2')}{_NET}(?:\s{{0,2}}\(?{_per('2')}\)?)?)?"
    r"(?:\s{0,2}\((?P<code>[A-Z]{3})\))?",
    re.IGNORECASE,
)
# "Gaji per bulan: Rp 5 juta", not "target harian, gaji 5 juta".
_PER_BEFORE = re.compile(rf"{_per('0')}[^,;.\n]{{0,20}}$", re.IGNORECASE)
# What makes a word of pay before it that of an applicant.
ASKED: Final = rf"\s{{1,3}}(?:{_one_of(_CONTEXT['asked'])})(?!\s{{0,2}}:)"
_PAY = re.compile(rf"(?<![^\W_])(?:{_one_of(_CONTEXT['pay'])})(?![^\W_]|{ASKED})", re.IGNORECASE)
_OTHER_MONEY = re.compile(
    rf"(?<![^\W_])(?:{_one_of(_CONTEXT['other_money'])})(?![^\W_])", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
_DECIMALS = re.compile(r"[.,]([0-9]{1,2})$")
_NOUGHT = re.compile(r"0[0-9]")
_NOT_DIGITS = re.compile(r"[^0-9]+")

Figure = tuple[float, int]


def read_wage(text: str | None) -> Wage | None:
    """The first wage told in the text, or None; what is not stated is never guessed.

    >>> wage = read_wage("Rp.3 – 4 Juta")
    >>> wage.min, wage.max, wage.period
    (3000000, 4000000, None)
    """
    if not text or not _DIGIT.search(text):
        return None
    for match, before in islice(_find_money(text), _CONTEXT["figures_tried"]):
        wage = _read_match(match, before)
        if wage is not None:
            return wage
    return None


def _find_money(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each money expression that may be a wage, with the words before it."""
    if len(text) <= _CONTEXT["column_characters"]:
        last = 0
        for match in _WAGE.finditer(text):
            before = text[last : match.start()]
            if not _OTHER_MONEY.search(before):
                yield match, before
            last = match.end()
        return
    searched = 0
    for word in _PAY.finditer(text):
        reach = word.end() + _CONTEXT["reach_characters"]
        # The figure must begin within reach but may end beyond it.
        found = _WAGE.search(text, max(searched, word.end()), reach + _LONGEST)
        if found is None or found.start() >= reach:
            searched = reach
            continue
        searched = found.end()
        before = text[word.start() : found.start()]
        if not _OTHER_MONEY.search(before):
            yield found, before


def _read_match(match: re.Match[str], before: str) -> Wage | None:
    """The wage of one money expression; None where it may be something else than money."""
    group = match.groupdict("")
    # Telephone numbers and codes begin with a nought, money does not.
    if _NOUGHT.match(group["num1"]):
        return None
    if group["num2"] and group["and"] and not group["between"]:
        group["num2"] = ""
    whole = not before.strip() and not match.string[match.end() :].strip()
    ends = whole or group["word2"] or group["adverb2"] or group["cur2"] or group["unit2"]
    if group["num2"] and group["unit1"] and not ends and len(group["num2"]) < _FULL_DIGITS:
        # "4 jt - 6 hari kerja": a short bare number belongs to the range only at its end.
        group["num2"] = ""
    second = bool(group["num2"])
    end = match.end()
    if not second and match.group("num2"):
        end = max(match.end(name) for name in ("num1", "unit1", "after1", "word1", "adverb1"))
        group.update(dict.fromkeys(("unit2", "cur2", "after2", "word2", "adverb2", "code"), ""))
    low = _figure(group["num1"], group["unit1"])
    low, high = _carry_unit(low, _figure(group["num2"], group["unit2"])) if second else (low, low)
    period = _read_period(group, before)
    if not (whole or _is_money(group, period, low)):
        return None
    return _build(
        None if group["upper"] and not second else round(low[0] * low[1]),
        None if (group["lower"] or group["plus1"]) and not second else round(high[0] * high[1]),
        _read_currency(group),
        period,
        (match.string[match.start() : end], match.start(), end),
    )


def _figure(number: str, unit: str) -> Figure:
    """The number as written and its factor, 1 where no unit is told."""
    decimals = _DECIMALS.search(number)
    whole = number[: decimals.start()] if decimals else number
    digits = _NOT_DIGITS.sub("", whole)
    return float(f"{digits}.{decimals[1] if decimals else 0}"), _UNIT.get(unit.lower(), 1)


def _carry_unit(low: Figure, high: Figure) -> tuple[Figure, Figure]:
    """Give the unit of one bound to the other where that has none and is too small without."""
    if low[1] == 1 < high[1] and low[0] <= high[0] and low[0] < _CARRIED_BELOW:
        return (low[0], high[1]), high
    if high[1] == 1 < low[1] and low[0] <= high[0] < _CARRIED_BELOW:
        return low, (high[0], low[1])
    return low, high


def _is_money(group: dict[str, str], period: str | None, low: Figure) -> bool:
    """Whether a figure among other words shows itself as money."""
    if any(group[name] for name in (*_CURRENCY_GROUPS, "code")):
        return True
    units = {group["unit1"].lower(), group["unit2"].lower()} - {""}
    if units - _WEAK_UNITS or (units and period):
        return True
    return not units and bool(_CONTEXT["bare_minimum"] <= low[0] <= _CONTEXT["bare_maximum"])


def _read_currency(group: dict[str, str]) -> str:
    """The currency told, a code in brackets first: "$5,000 – $7,500 per month (SGD)"."""
    for name in ("code", *_CURRENCY_GROUPS):
        if (word := group[name].lower()) in _CURRENCY:
            return _CURRENCY[word]
    return "IDR"


def _read_period(group: dict[str, str], before: str) -> str | None:
    """The period told after the figures, or else just before them."""
    names = [group[name] for name in ("word2", "adverb2", "word1", "adverb1")]
    if not any(names) and before and (found := _PER_BEFORE.search(before[-_LONGEST:])):
        names = [found["word0"] or "", found["adverb0"] or ""]
    word = next((" ".join(name.lower().split()) for name in names if name), "")
    return _PERIOD.get(word)


def _build(
    lower: int | None,
    upper: int | None,
    currency: str,
    period: str | None,
    span: tuple[str, int, int],
) -> Wage:
    """The wage with its bounds in order, its monthly value and its flags."""
    flags: list[str] = []
    if lower is not None and upper is not None and lower > upper:
        lower, upper = upper, lower
        flags.append("inverted")
    factor = _MONTHS.get(period or "month")
    months = [
        None if value is None or factor is None else round(value * factor[0] / factor[1])
        for value in (lower, upper)
    ]
    kind = "idr" if currency == "IDR" else "other"
    limits = _PLAUSIBLE[f"{kind}_low"], _PLAUSIBLE[f"{kind}_high"]
    if any(m is not None and not limits[0] <= m <= limits[1] for m in months) or upper == 0:
        flags.append("implausible")
    if lower is not None and upper is not None and upper > _PLAUSIBLE["wide_factor"] * lower:
        flags.append("wide")
    text, start, end = span
    monthly = (months[0], months[1]) if currency == "IDR" else (None, None)
    return Wage(
        min=lower,
        max=upper,
        currency=currency,
        period=period,
        text=text,
        start=start,
        end=end,
        monthly_min=monthly[0],
        monthly_max=monthly[1],
        flags=tuple(flags),
    )
