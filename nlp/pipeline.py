"""The spaCy pipeline of this project: one component for each thing that is read.

    nlp = build()
    doc = read(nlp, Posting(title="Kasir", description="..."))
    doc._.education, doc._.skills

The text of a Doc is the title, a line end, the description; what the portal showed beside them is
in `doc._.posting`. The components only keep what the plain functions of nlp/readers.py find, so
that `extract`, which needs no Doc, reads the same without one.
"""

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.posting import Posting
from nlp.readers import READERS
from nlp.tokenizer import FastTokenizer


class Component:
    """A pipeline component that keeps what one reader finds in `doc._.<name>`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._read = READERS[name]

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with one thing more read."""
        found = doc._
        found.read[self._name] = self._read(found.posting, found.read)
        found.set(self._name, found.read[self._name])
        return doc


@Language.factory("posting_reader", default_config={"reads": ""})
def make_component(nlp: Language, name: str, reads: str) -> Component:  # noqa: ARG001 - spaCy's signature
    """The component that reads one thing."""
    return Component(reads)


def build(*names: str) -> Language:
    """The ready pipeline; with names, only those components."""
    for name in ("posting", "lines", "read", *READERS):
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
    found.posting, found.lines, found.read = posting, posting.lines, {}
    return nlp(doc)
