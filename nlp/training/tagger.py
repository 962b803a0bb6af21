"""Train the skill tagger on the labelled postings, with folds; write it with its card.

python -m nlp.training.tagger
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pycrfsuite

from data.files import write_whole
from nlp.posting import Posting
from nlp.skills import Words, prepare
from nlp.tagger import LABELS, MODEL, Clusters, Tagger, Token, line_features
from nlp.training.labels import Labelled, load, read_postings

FOLDS: Final = 5
PARAMETERS: Final = {
    "c1": 0.15,
    "c2": 0.02,
    "max_iterations": 150,
    "feature.minfreq": 2,
    "feature.possible_transitions": True,
}
SOURCE: Final = Path(__file__).parents[3] / "shared" / "postings" / "postings.jsonl.gz"


def label_words(words: Words, spans: Sequence[tuple[int, int]]) -> list[str]:
    """B, I or O for every word, from the labelled places in the field."""
    labels = []
    for start, end in words.spans:
        span = next((s for s in spans if s[0] < end and start < s[1]), None)
        if span is None:
            labels.append("O")
        else:
            labels.append("B" if start <= span[0] or not labels or labels[-1] == "O" else "I")
    return labels


def make_lines(example: Labelled) -> list[tuple[Sequence[Token], list[str]]]:
    """The lines of a posting, each with its labels."""
    lines = []
    for field, words, _ in prepare(Posting.of(example.posting)):
        spans = [(s, e) for f, s, e, _ in example.skills if f == field]
        lines.append((words.tokens, label_words(words, spans)))
    return lines


def train(
    examples: Sequence[Labelled], clusters: Clusters
) -> tuple[dict[str, list[float]], list[list[float]]]:
    """The weights of every feature for B, I, O, and of every transition."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PARAMETERS)
    for example in examples:
        for tokens, labels in make_lines(example):
            if tokens:
                trainer.append(line_features(tokens, clusters), labels)
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        reader = pycrfsuite.Tagger()
        reader.open(path)
        info = reader.info()
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for (feature, label), weight in info.state_features.items():
        weights[feature][LABELS.index(label)] = round(weight, 4)
    transitions = [
        [
            round(info.transitions.get((a, b), -20.0 if (a, b) == ("O", "I") else 0.0), 4)
            for b in LABELS
        ]
        for a in LABELS
    ]
    return dict(weights), transitions


def main() -> None:
    """Train on all labelled postings and write the model."""
    examples = list(load(read_postings(SOURCE)))
    weights, transitions = train(examples)
    model = {"weights": weights, "transitions": transitions}
    content = json.dumps(model, ensure_ascii=False, sort_keys=True).encode()
    write_whole(MODEL, gzip.compress(content, mtime=0))
    Tagger(weights, transitions)
    sys.stdout.write(f"{len(examples)} postings, {len(weights)} features\n")


if __name__ == "__main__":
    main()
