"""Train the skill tagger on the labelled postings; write it with its card.

    python -m nlp.training.tagger

The file keeps for every known word one vector, in small integers (what its form and its company
tell, added up), the parts of words for those that are not known, and the layers.
"""

import io
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.files import write_whole
from nlp.posting import Posting
from nlp.skills import Words, prepare
from nlp.tagger import (
    BEGIN,
    INSIDE,
    MODEL,
    OUTSIDE,
    OUTSIDE_BIAS,
    PAD,
    SIZES,
    MarkedLine,
    word_features,
)
from nlp.training.labels import Labelled, load, read_postings
from nlp.training.network import Network, lay_out, learn
from nlp.training.vectors import Vectors, make_vectors, read_texts

SOURCE: Final = Path(__file__).parents[3] / "shared" / "postings" / "postings.jsonl.gz"
_LAYERS: Final = ("first", "first_bias", "second", "second_bias", "out", "out_bias", "transitions")
_MOST: Final = 127
Arrays = dict[str, NDArray[Any]]


def label_words(words: Words, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Begin, inside or outside for every word, from the labelled places in the field."""
    labels: list[int] = []
    for start, end in words.spans:
        span = next((s for s in spans if s[0] < end and start < s[1]), None)
        if span is None:
            labels.append(OUTSIDE)
        else:
            begins = start <= span[0] or not labels or labels[-1] == OUTSIDE
            labels.append(BEGIN if begins else INSIDE)
    return labels


def make_lines(example: Labelled) -> list[tuple[MarkedLine, list[int]]]:
    """The lines of a posting, each with its labels."""
    posting = Posting.of(example.posting)
    lines = []
    for words in prepare(posting, posting.lines):
        if words.is_silent:
            continue
        spans = [(s, e) for f, s, e, _ in example.skills if f == words.field]
        lines.append((words.line, label_words(words, spans)))
    return lines


def train(examples: Sequence[Labelled], vectors: Vectors) -> Arrays:
    """The arrays of a tagger that has learnt from the postings."""
    return pack(learn([lay_out(make_lines(example)) for example in examples], vectors), vectors)


def pack(network: Network, vectors: Vectors) -> Arrays:
    """The network as nlp.tagger reads it: one vector for a known word, parts for the others."""
    p = network.parameters
    by_name = {name: p["features"][i] for name, i in network.features.items()}
    words = {PAD: by_name[PAD]}
    known = {*vectors, *(name[2:] for name in by_name if name.startswith("w="))}
    for word in sorted(known):
        _, *features = word_features(word)
        told = [by_name[name] for name in features if name in by_name]
        if word in vectors:
            told.append(vectors[word] @ p["vectors"])
        if told:
            words[f"w={word}"] = np.sum(told, axis=0)
    parts = {name: vector for name, vector in by_name.items() if name[:2] not in ("", "w=")}
    arrays: Arrays = {name: p[name].astype(np.float32) for name in (*_LAYERS, *SIZES)}
    return arrays | _shrink("words", words) | _shrink("features", parts)


def _shrink(name: str, rows: Mapping[str, NDArray[np.float32]]) -> Arrays:
    values = np.stack(list(rows.values()))
    scales = np.abs(values).max(axis=1) / _MOST + np.float32(1e-9)
    return {
        name: np.rint(values / scales[:, None]).astype(np.int8),
        f"{name}_scales": scales.astype(np.float32),
        f"{name}_names": np.frombuffer("\n".join(rows).encode(), np.uint8),
    }


def write(arrays: Arrays) -> bytes:
    """The file of the model; the same bytes for the same arrays."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def main() -> None:
    """Train on all labelled postings; write the model and its card."""
    from nlp.training.skill_folds import FOLDS, score_folds  # it trains with this module

    examples = list(load(read_postings(SOURCE)))
    vectors = make_vectors(read_texts(read_postings(SOURCE)))
    table = score_folds(examples, vectors)
    arrays = train(examples, vectors)
    content = write(arrays)
    write_whole(MODEL, content)
    card = {
        "postings": len(examples),
        "mentions": sum(len(example.skills) for example in examples),
        "words": len(arrays["words"]),
        "outside_bias": OUTSIDE_BIAS,
        "folds": FOLDS,
        **{
            name.removeprefix("skills ").replace(" ", "_").replace(":", ""): row.value
            for name, row in table.items()
        },
    }
    body = "\n".join(f"{name} = {value}" for name, value in card.items())
    header = (
        "# The skill tagger: `python -m nlp.training.tagger`. Labelled by reading, one annotator\n"
        "# a posting; scores of the whole reader on held-back folds, as gold/score.py counts.\n"
    )
    write_whole(
        MODEL.with_name("tagger.toml"),
        f'{header}{body}\nsha256 = "{sha256(content).hexdigest()}"\n'.encode(),
    )
    sys.stdout.write(f"{body}\n")


if __name__ == "__main__":
    main()
