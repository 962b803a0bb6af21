"""What `extract` writes of a posting: the whole output of DESIGN §4 as a plain object."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nlp.posting import Posting
from nlp.readers import read_all
from nlp.wage import Wage

if TYPE_CHECKING:
    from spacy.language import Language


def read_row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one posting; what is not stated is None, never guessed."""
    return _to_row(fields.get("id"), read_all(Posting.of(fields)))


def extract(nlp: "Language", fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same row, read by the components of a whole pipeline."""
    # Here, because the plain readers must not wait for spaCy.
    from nlp.pipeline import read

    doc = read(nlp, Posting.of(fields))
    return _to_row(fields.get("id"), doc._.read)


def _to_row(posting_id: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    """The row of what the readers found, by their names."""
    occupation, sector, pay = found["occupation"], found["sector"], found["pay"]
    return {
        "id": posting_id,
        "language": found["language"],
        "occupation": occupation
        and {"code": occupation.code, "title": occupation.title, "score": occupation.score},
        "seniority": found["seniority"],
        "sector": sector and {"code": sector.code, "score": sector.score},
        "locations": found["locations"],
        "remote": found["remote"],
        "wage": pay and _wage(pay[1]),
        "education_min": found["education"],
        "experience_min_years": found["experience"],
        "employment_type": found["employment"],
        "skills": [
            {
                "id": skill.id,
                "name": skill.name,
                "text": skill.text,
                "field": skill.field,
                "start": skill.start,
                "end": skill.end,
                "kind": skill.kind,
            }
            for skill in found["skills"]
        ],
        "restrictions": found["restrictions"],
        "benefits": found["benefits"],
        "risk": [{"kind": risk.kind, "text": risk.text} for risk in found["risk"]],
    }


def _wage(wage: Wage) -> dict[str, Any]:
    return {
        "min": wage.min,
        "max": wage.max,
        "currency": wage.currency,
        "period": wage.period,
        "monthly_min": wage.monthly_min,
        "monthly_max": wage.monthly_max,
    }
