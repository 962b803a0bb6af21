"""What is read out of a posting, one file a thing; `build()` gives the ready spaCy pipeline."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language


def build(*names: str) -> "Language":
    """The ready pipeline; with names, only those components (see nlp/pipeline.py)."""
    # Here, because a reader of one thing must not wait for spaCy.
    from nlp import pipeline

    return pipeline.build(*names)


def make_reader() -> Callable[[Mapping[str, Any]], Any]:
    """What reads the fields of one posting, for text that a reader pastes.

    It gives spaCy's extensions of the document (`doc._`), which nlp/pipeline.py names.
    """
    from nlp.pipeline import read
    from nlp.posting import Posting

    ready = build()
    return lambda fields: read(ready, Posting.of(fields))._
