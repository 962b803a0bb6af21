"""A posting as the readers get it: the text fields of `extract`, missing ones empty."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.posting import TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Posting:
    """The fields of an advertisement; what the portal did not show is an empty text."""

    title: str = ""
    company: str = ""
    location: str = ""
    salary: str = ""
    description: str = ""
    industry: str = ""
    employment_type: str = ""
    experience: str = ""
    education: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> "Posting":
        """The posting of a row of `extract` or of a stored content; other keys are ignored."""
        told = ((name, fields.get(name)) for name in TEXT_FIELDS)
        return cls(**{name: value for name, value in told if isinstance(value, str)})
