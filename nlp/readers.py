"""Everything that is read out of a posting: one table of readers, and all of them in one go."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from nlp.advertised_wage import find_pay
from nlp.benefits import read_benefits
from nlp.education import read_education
from nlp.employment_type import read_employment_type
from nlp.experience import read_experience
from nlp.language import read_language
from nlp.locations import read_locations
from nlp.occupation import read_occupation
from nlp.posting import Posting
from nlp.remote import read_remote
from nlp.restrictions import read_restrictions
from nlp.risk import read_risk
from nlp.sector import read_sector
from nlp.seniority import rank
from nlp.skills import read_skills

# A reader gets the posting and what those before it found, by their names.
Reader = Callable[[Posting, Mapping[str, Any]], Any]

# In this order: seniority looks at what employment and experience found.
READERS: Final[dict[str, Reader]] = {
    "language": lambda posting, _: read_language(posting),
    "occupation": lambda posting, _: read_occupation(posting),
    "sector": lambda posting, _: read_sector(posting),
    "locations": lambda posting, _: read_locations(posting),
    "remote": lambda posting, _: read_remote(posting),
    "pay": lambda posting, _: find_pay(posting),
    "education": lambda posting, _: read_education(posting),
    "experience": lambda posting, _: read_experience(posting),
    "employment": lambda posting, _: read_employment_type(posting),
    "seniority": lambda posting, found: rank(
        posting, found.get("employment"), found.get("experience")
    ),
    "skills": lambda posting, _: read_skills(posting, posting.lines),
    "restrictions": lambda posting, _: read_restrictions(posting),
    "benefits": lambda posting, _: read_benefits(posting),
    "risk": lambda posting, _: read_risk(posting),
}


def read_all(posting: Posting) -> dict[str, Any]:
    """What every reader finds, by its name."""
    found: dict[str, Any] = {}
    for name, reader in READERS.items():
        found[name] = reader(posting, found)
    return found
