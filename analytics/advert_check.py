"""One advertisement that somebody holds in hand: its signs, what it lacks, its minimum wage."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from analytics.filter import Filter
from analytics.wages_minimum import NOT_FULL_TIME, minimum_now
from data.personal_links import mail_mark
from data.privacy import find_personal
from data.reference.wages import MinimumWage
from data.snapshot import Snapshot
from data.text import fold

# What a reader needs to know of a job before applying.
PARTS: Final = ("pay", "company", "place", "duties", "apply")


@dataclass(frozen=True, slots=True)
class Sign:
    """A reason for care: its kind (nlp/risk.toml), the words it rests on, and why, in words."""

    kind: str
    words: str
    reason: str

    @property
    def is_strong(self) -> bool:
        """Whether it weighs more than something to look into."""
        return str(rules()["sign"][self.kind]["level"]) == "strong"

    @property
    def is_danger(self) -> bool:
        """Whether it is a matter of safety; else of what may be demanded of workers."""
        return str(rules()["sign"][self.kind]["side"]) == "danger"


@dataclass(frozen=True, slots=True)
class Pay:
    """The pay as written (`words`) and in rupiah a month; a bound that is not told is None.

    Both are None where no month can be told: another `currency`, or no word on the time it is for.
    """

    words: str
    low_idr: int | None
    high_idr: int | None
    currency: str = "IDR"
    period: str | None = "month"
    is_plausible: bool = True

    @property
    def is_monthly(self) -> bool:
        """Whether it can be held against what others pay by the month."""
        return self.is_plausible and (self.low_idr is not None or self.high_idr is not None)


@dataclass(frozen=True, slots=True)
class Advert:
    """What was read of one advertisement; what it does not say is None or empty.

    `title` is the one typed (not a first line); `occupation` a KBJI 2014 code of 1 to 4 digits and
    `occupation_score` the chance (0 to 1) that it is right; `limits` are those of `extract`,
    `limit_words` the line each was read in; `skills` are ids of the taxonomy; `parts` those of
    PARTS that it has; `characters` the length of the text.
    """

    title: str = ""
    occupation: str | None = None
    occupation_score: float | None = None
    province: str | None = None
    regency: str | None = None
    pay: Pay | None = None
    education: str | None = None
    experience: float | None = None
    employment_type: str | None = None
    limits: Mapping[str, int | str | bool] = field(default_factory=dict)
    limit_words: Mapping[str, str] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    parts: frozenset[str] = frozenset()
    characters: int = 0

    @property
    def area(self) -> str | None:
        """The narrowest place told."""
        return self.regency or self.province

    @property
    def is_advert(self) -> bool:
        """Whether anything was read that only an advertisement of a job has."""
        has_job = self.occupation is not None and len(self.occupation) >= market_digits()
        told = (self.pay, self.education, self.experience, self.limits, self.skills, self.signs)
        return has_job or any(one is not None and one != () and one != {} for one in told)


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    """Weights, thresholds and words of advert_check.toml."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def market_digits() -> int:
    """How many digits of an occupation make advertisements comparable."""
    return int(rules()["read"]["market_digits"])


def find_market(advert: Advert) -> Filter | None:
    """The advertisements to compare with: same occupation and place; None where it is not told."""
    if advert.occupation is None or len(advert.occupation) < market_digits():
        return None
    return Filter(occupation=advert.occupation, province=advert.province, regency=advert.regency)


def find_parts(text: str, told: Collection[str], *, has_duties: bool) -> frozenset[str]:
    """Those of PARTS that an advertisement has: the ones `told` elsewhere, and those in the text.

    `has_duties` is whether a heading announces duties. Words are looked for, so a part may be
    there in other words: this can say that a part was not found, not that it is missing.
    """
    words, found = f" {fold(text)} ", set(told)
    listed = rules()["words"]
    if has_duties or _has_any(words, listed["duties"]):
        found.add("duties")
    if (
        _has_any(words, listed["apply"])
        or "://" in text
        or any(one.kind in ("phone", "chat", "email", "social") for one in find_personal(text))
    ):
        found.add("apply")
    without = words
    for cv in listed["company_not"]:
        without = without.replace(f" {cv} ", " ")
    if _has_any(without, listed["company"]):
        found.add("company")
    return frozenset(found)


def _has_any(words: str, listed: Collection[str]) -> bool:
    return any(f" {one} " in words for one in listed)


def list_missing(advert: Advert) -> list[str]:
    """Those of PARTS that were not found, in their order."""
    return [part for part in PARTS if part not in advert.parts]


def list_personal(text: str) -> list[str]:
    """Kinds of personal data in a text, each once: phone, chat, name, nik, social, email.

    A mailbox counts only at a free provider: that of a company is no person's.
    """
    kinds = [
        one.kind
        for one in find_personal(text)
        if one.kind != "email" or mail_mark(text[one.start : one.end]) != "[email]"
    ]
    return list(dict.fromkeys(kinds))


@dataclass(frozen=True, slots=True)
class Floor:
    """The minimum wage of the place and how the pay stands to it.

    `verdict`: "below" (its most is less), "perhaps" (only its least is less, or only one bound is
    told), "above", "part" (not full-time, so a monthly minimum is no measure), "unknown" (no pay
    by the month).
    """

    least: MinimumWage
    verdict: str


def judge_floor(snapshot: Snapshot, advert: Advert) -> Floor | None:
    """How the pay stands to the minimum wage of its place; None where none is known.

    It cannot say whether a law is broken: micro and small firms are exempt, and allowances may not
    be in the advertised pay.
    """
    least = minimum_now(snapshot, advert.area) if advert.area else None
    return None if least is None else Floor(least, _judge(advert, least.idr))


def _judge(advert: Advert, least: int) -> str:
    pay = advert.pay
    if pay is None or not pay.is_monthly:
        return "unknown"
    if advert.employment_type in NOT_FULL_TIME or pay.period == "hour":
        return "part"
    if pay.high_idr is not None and pay.high_idr < least:
        return "below"
    return "above" if (pay.low_idr or 0) >= least else "perhaps"
