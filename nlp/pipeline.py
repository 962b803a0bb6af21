"""The spaCy pipeline of this project: one component for each thing that is read.

    nlp = build()
    doc = read(nlp, Posting(title="Kasir", description="..."))
    doc._.education, doc._.skills

The text of a Doc is the title, a line end, the description; what the portal showed beside them is
in `doc._.posting`. Each component is a plain function of a posting as well: `read_education`.
"""

from collections.abc import Callable
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

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
from nlp.sections import Line, find_lines
from nlp.sector import read_sector
from nlp.seniority import rank
from nlp.skills import read_skills
from nlp.tokenizer import FastTokenizer

Reader = Callable[[Posting, list[Line], Doc], Any]

# In this order: seniority looks at what employment and experience found.
READERS: Final[dict[str, Reader]] = {
    "language": lambda posting, lines, _: read_language(posting, lines),
    "occupation": lambda posting, _, __: read_occupation(posting),
    "sector": lambda posting, _, __: read_sector(posting),
    "locations": lambda posting, lines, _: read_locations(posting, lines),
    "remote": lambda posting, _, __: read_remote(posting),
    "pay": lambda posting, lines, _: find_pay(posting, lines),
    "education": lambda posting, lines, _: read_education(posting, lines),
    "experience": lambda posting, lines, _: read_experience(posting, lines),
    "employment": lambda posting, lines, _: read_employment_type(posting, lines),
    "seniority": lambda posting, _, doc: rank(posting, doc._.employment, doc._.experience),
    "skills": lambda posting, lines, _: read_skills(posting, lines),
    "restrictions": lambda posting, lines, _: read_restrictions(posting, lines),
    "benefits": lambda posting, lines, _: read_benefits(posting, lines),
    "risk": lambda posting, lines, _: read_risk(posting, lines),
}


class Component:
    """A pipeline component that keeps what one reader finds in `doc._.<name>`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._read = READERS[name]

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with one thing more read."""
        found = doc._
        found.set(self._name, self._read(found.posting, found.lines, doc))
        return doc


@Language.factory("posting_reader", default_config={"reads": ""})
def make_component(nlp: Language, name: str, reads: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """The component that reads one thing."""
    return Component(reads)


def build(*names: str) -> Language:
    """The ready pipeline; with names, only those components."""
    for name in ("posting", "lines", *READERS):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    nlp = spacy.blank("id")
    nlp.tokenizer = FastTokenizer(nlp.vocab)
    for name in names or READERS:
        nlp.add_pipe("posting_reader", name=name, config={"reads": name})
    return nlp


def read(nlp: Language, posting: Posting) -> Doc:
    """The posting as a Doc that went through the pipeline."""
    doc = nlp.make_doc(f"{posting.title}\n{posting.description}")
    found = doc._
    found.posting = posting
    found.lines = find_lines(posting.description)
    return nlp(doc)
