"""What `extract` writes of a posting: the whole output of DESIGN §4 as a plain object."""

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import read
from nlp.posting import Posting


def extract(nlp: Language, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one posting; what is not stated is None, never guessed."""
    doc = read(nlp, Posting.of(fields))
    found = doc._
    occupation, sector = found.occupation, found.sector
    return {
        "id": fields.get("id"),
        "language": found.language,
        "occupation": occupation
        and {"code": occupation.code, "title": occupation.title, "score": occupation.score},
        "seniority": found.seniority,
        "sector": sector and {"code": sector.code, "score": sector.score},
        "locations": found.locations,
        "remote": found.remote,
        "wage": _wage(doc),
        "education_min": found.education,
        "experience_min_years": found.experience,
        "employment_type": found.employment,
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
            for skill in found.skills
        ],
        "restrictions": found.restrictions,
        "benefits": found.benefits,
        "risk": [{"kind": risk.kind, "text": risk.text} for risk in found.risk],
    }


def _wage(doc: Doc) -> dict[str, Any] | None:
    if doc._.pay is None:
        return None
    _, wage = doc._.pay
    return {
        "min": wage.min,
        "max": wage.max,
        "currency": wage.currency,
        "period": wage.period,
        "monthly_min": wage.monthly_min,
        "monthly_max": wage.monthly_max,
    }
