"""What an employer may mend in a draft of an advertisement, the weightiest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from analytics.advert_check import Advert, Floor, list_missing, rules
from analytics.advert_check_compare import is_far_above

# Where each limit of `extract` is told among the mends, and in `occupations.share_demands`.
_LIMITS: Final[Mapping[str, str]] = {
    "age_min": "age",
    "age_max": "age",
    "sex": "sex",
    "appearance": "looks",
    "marital": "marital",
    "religion": "religion",
    "height": "height",
}
_NAMELESS: Final = frozenset({"chat_only", "free_mail"})


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend: its kind (of advert_check.toml), the words of the draft, its figures."""

    kind: str
    words: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What the draft is held against; None or empty where nothing can be said.

    `stated` is a row of `wages_stated.count_stated`; `position` a row of `place_pay` for the most
    that the draft offers; `demands` of `compare_demands`, `skills` of `mark_skills`, `lengths` of
    `measure_lengths`; `limits` are the restriction rows of `share_demands`.
    """

    floor: Floor | None = None
    stated: pd.Series | None = None
    position: pd.Series | None = None
    demands: pd.DataFrame = field(default_factory=pd.DataFrame)
    limits: pd.DataFrame = field(default_factory=pd.DataFrame)
    skills: pd.DataFrame = field(default_factory=pd.DataFrame)
    lengths: pd.Series | None = None


def list_limits(advert: Advert) -> dict[str, list[str]]:
    """The limits of an advertisement by the mend that takes them out: {"age": ["age_max"]}."""
    found: dict[str, list[str]] = {}
    for name in advert.limits:
        found.setdefault(_LIMITS[name], []).append(name)
    return found


def list_mends(advert: Advert, around: Around, personal: Sequence[str]) -> list[Mend]:
    """Everything to mend, in the order of advert_check.toml; `personal` are kinds of personal data.

    It cannot see what the words mean beyond what was read, so an empty list is no certificate.
    """
    found = {one.kind: one for one in _find(advert, around, personal)}
    return [found[kind] for kind in rules()["mends"]["order"] if kind in found]


def _find(advert: Advert, around: Around, personal: Sequence[str]) -> Iterator[Mend]:
    for sign in advert.signs:
        yield Mend(sign.kind, sign.words)
    for kind, names in list_limits(advert).items():
        words = next((advert.limit_words[one] for one in names if one in advert.limit_words), "")
        yield Mend(kind, words, share_of_limit(around.limits, advert, kind))
    if personal:
        yield Mend("personal", figures={"kinds": tuple(personal)})
    yield from _find_pay(advert, around)
    # A contact without an employer is a sign that says so already.
    told = {"pay"} | ({"company"} if _NAMELESS & {sign.kind for sign in advert.signs} else set())
    yield from (Mend(f"no_{part}") for part in list_missing(advert) if part not in told)
    for _, row in around.demands.iterrows():
        if is_far_above(row):
            yield Mend(f"high_{row['demand']}", figures=_figures(row))
    if not around.skills.empty:
        skills = around.skills
        lacking = skills[skills["is_common"] & ~skills["is_asked"]]
        if len(lacking):
            yield Mend("skills", figures={"rows": lacking})
    lengths = around.lengths
    if lengths is not None and advert.characters < lengths["interval_low"]:
        yield Mend("short", figures=_figures(lengths))


def _figures(row: pd.Series | None) -> dict[str, object]:
    """A row by the names of its columns."""
    return {} if row is None else {str(name): value for name, value in row.items()}


def share_of_limit(limits: pd.DataFrame, advert: Advert, kind: str) -> dict[str, object]:
    """How many similar advertisements set the same limit: the row of `share_demands`, as a dict.

    Empty where that is not told, or there are too few to tell.
    """
    value = {
        "age": "age_max" if "age_max" in advert.limits else "age_min",
        "sex": advert.limits.get("sex"),
        "looks": "appearance",
    }.get(kind, kind)
    row = limits[limits["value"] == value] if len(limits) else limits
    return {} if row.empty or row["share"].isna().all() else _figures(row.iloc[0])


def _find_pay(advert: Advert, around: Around) -> Iterator[Mend]:
    pay, floor = advert.pay, around.floor
    if pay is None:
        yield Mend("no_pay", figures=_figures(around.stated))
        return
    if not pay.is_monthly:
        if pay.currency == "IDR":
            yield Mend("no_period", pay.words)
        return
    if floor is not None and floor.verdict in ("below", "perhaps"):
        yield Mend(f"{floor.verdict}_minimum", pay.words, {"minimum": floor.least.idr})
    position = around.position
    # Even if every range counts from its lower end, and chance aside, few offer less.
    low = rules()["compare"]["low_pay"]
    if position is not None and pd.isna(position["reason"]) and position["interval_high"] < low:
        yield Mend("low_pay", pay.words, _figures(position))
