"""What is read out of a posting, one file a thing; `build()` gives the ready spaCy pipeline."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def build(*names: str) -> "Language":
    """The ready pipeline; with names, only those components (see nlp/pipeline.py)."""
    # Here, because a reader of one thing must not wait for spaCy.
    from nlp import pipeline

    return pipeline.build(*names)
