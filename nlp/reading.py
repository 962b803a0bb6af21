"""Read one posting for the store: all that `extract` reads, the day it went up, and the spans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.reference import places
from data.reference.tables import path_of
from nlp.posted import read_posted
from nlp.posting import Posting
from nlp.title import normalise_title
from nlp.wage import Wage

if TYPE_CHECKING:
    from nlp.risk import Risk
    from nlp.skills import SkillMention

# A change of what is read, or how, gets a new number: `process` then reads every posting again.
_VERSION: Final = "6"


def _hash_learnt() -> str:
    """The models (their cards hold the hash of each) and the tables of skills."""
    cards = sorted((Path(__file__).parent / "models").glob("*.toml"))
    names = ("skills", "skill_blockers", "skill_wordings")
    learnt = blake2b(digest_size=4)
    for path in (*cards, *map(path_of, names)):
        learnt.update(path.read_bytes())
    return learnt.hexdigest()


# A new model or a new skill is a new reader without a word here.
READER: Final = f"{_VERSION}-{_hash_learnt()}"
# The store's whole numbers; a figure beyond is no pay in any currency.
_LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text a reading rests on: `text == content[field][start:end]`.

    `what` is "skill" (`value` its id or None, `kind` tool, hard, soft, language or license),
    "risk" (`value` the kind of risk), "wage" or "place" (`value` the BPS code).
    """

    what: str
    field: str
    start: int
    end: int
    text: str
    value: str | None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class PostingReading:
    """What was read out of a posting; what is not stated is None, never guessed.

    The values are those of `extract` (DESIGN §4). `province` and `regency` are told only where
    all `locations` share them; `occupation` has as many digits (1 to 4) as can be told; the wage
    is as advertised, `*_idr` the same in rupiah a month.
    """

    title: str | None
    company: str | None
    language: str | None
    occupation: str | None
    occupation_score: float | None
    seniority: str | None
    sector: str | None
    sector_score: float | None
    locations: list[dict[str, str | None]] | None
    province: str | None
    regency: str | None
    remote: str | None
    posted: date | None
    wage_min: int | None
    wage_max: int | None
    wage_currency: str | None
    wage_period: str | None
    wage_min_idr: int | None
    wage_max_idr: int | None
    wage_flags: str | None
    education_min: str | None
    experience_min_years: float | None
    employment_type: str | None
    restrictions: dict[str, int | str | bool] | None
    benefits: list[str] | None
    description_characters: int | None
    mentions: tuple[Mention, ...]


def read_posting(
    content: Mapping[str, Any], *, posted_text: str | None, seen: date | None
) -> PostingReading:
    """Read the content of a posting (the text fields of `extract`, all of them optional).

    `seen` is the day the advertisement was seen, which "3 hari yang lalu" counts from.
    """
    # Here, because a command that only asks for the number of the reader must not wait for them.
    from nlp.readers import read_all

    posting = Posting.of(content)
    found = read_all(posting)
    field, wage = found["pay"] or ("", None)
    occupation, sector = found["occupation"], found["sector"]
    return PostingReading(
        title=normalise_title(posting.title) if posting.title else None,
        company=posting.company or None,
        language=found["language"],
        occupation=occupation.code if occupation else None,
        occupation_score=occupation.score if occupation else None,
        seniority=found["seniority"],
        sector=sector.code if sector else None,
        sector_score=sector.score if sector else None,
        locations=found["locations"] or None,
        province=_shared(found["locations"], "province"),
        regency=_shared(found["locations"], "regency"),
        remote=found["remote"],
        posted=read_posted(posted_text, seen) if posted_text else None,
        **_read_figures(wage),
        education_min=found["education"],
        experience_min_years=found["experience"],
        employment_type=found["employment"],
        restrictions=found["restrictions"] or None,
        benefits=found["benefits"] or None,
        description_characters=len(posting.description) or None,
        mentions=(
            *_mention_place(posting, found["locations"]),
            *_mention_wage(field, wage),
            *_mention_skills(found["skills"]),
            *_mention_risks(found["risk"]),
        ),
    )


def _shared(locations: Sequence[Mapping[str, str | None]], level: str) -> str | None:
    """The one code that all places have; None where there are several."""
    codes = {place.get(level) for place in locations}
    return codes.pop() if len(codes) == 1 else None


def _read_figures(wage: Wage | None) -> dict[str, Any]:
    """The columns of a wage."""
    if wage is None:
        names = ("min", "max", "currency", "period", "min_idr", "max_idr", "flags")
        return {f"wage_{name}": None for name in names}
    return {
        "wage_min": _storable(wage.min),
        "wage_max": _storable(wage.max),
        "wage_currency": wage.currency,
        "wage_period": wage.period,
        "wage_min_idr": _storable(wage.monthly_min),
        "wage_max_idr": _storable(wage.monthly_max),
        "wage_flags": ",".join(wage.flags) or None,
    }


def _storable(amount: int | None) -> int | None:
    return None if amount is None or amount > _LARGEST else amount


def _mention_place(
    posting: Posting, locations: Sequence[Mapping[str, str | None]]
) -> Iterator[Mention]:
    """The portal's column, where the first place is one that it tells."""
    text = posting.location
    if not text or not locations:
        return
    code = locations[0].get("regency") or locations[0].get("province")
    told = places.find(text).places
    if code and any(code in (place.regency, place.province) for place in told):
        yield Mention("place", "location", 0, len(text), text, code)


def _mention_wage(field: str, wage: Wage | None) -> Iterator[Mention]:
    if wage is not None:
        value = f"{wage.min}-{wage.max} {wage.currency}/{wage.period or '?'}"
        yield Mention("wage", field, wage.start, wage.end, wage.text, value)


def _mention_skills(skills: "Sequence[SkillMention]") -> Iterator[Mention]:
    for skill in skills:
        yield Mention(
            "skill", skill.field, skill.start, skill.end, skill.text, skill.id, skill.kind
        )


def _mention_risks(risks: "Sequence[Risk]") -> Iterator[Mention]:
    for risk in risks:
        yield Mention("risk", risk.field, risk.start, risk.end, risk.text, risk.kind)
