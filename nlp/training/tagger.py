"""Train the skill tagger on the labelled postings, with folds; write it with its card.

python -m nlp.training.tagger
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pycrfsuite

from data.files import write_whole
from nlp.posting import Posting
from nlp.skills import Words, prepare
from nlp.tagger import LABELS, MODEL, Clusters, Tagger, Token, line_features
from nlp.training.clusters import cluster_words, read_texts
from nlp.training.labels import Labelled, load, read_postings

FOLDS: Final = 5
# Chosen on the folds: half F1 is flat from 0 to -0.4, and recall is what readers miss.
OUTSIDE_BIAS: Final = -0.2
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


def read_back(example: Labelled, model: Tagger) -> set[tuple[str, int, int]]:
    """The places the tagger finds in a posting."""
    prepared = prepare(Posting.of(example.posting))
    tagged = model.tag([words.tokens for _, words, _ in prepared])
    return {
        (field, words.spans[first][0], words.spans[last - 1][1])
        for (field, words, _), spans in zip(prepared, tagged, strict=True)
        for first, last in spans
    }


def score_folds(examples: Sequence[Labelled], clusters: Clusters) -> dict[str, float]:
    """Exact precision, recall and F1 over all places, each fold read by a model of the others."""
    right = found = wanted = 0
    for fold in range(FOLDS):
        weights, transitions = train(
            [e for i, e in enumerate(examples) if i % FOLDS != fold], clusters
        )
        model = Tagger(weights, transitions, clusters, OUTSIDE_BIAS)
        for example in examples[fold::FOLDS]:
            spans = read_back(example, model)
            gold = {(field, start, end) for field, start, end, _ in example.skills}
            right, found, wanted = right + len(spans & gold), found + len(spans), wanted + len(gold)
    precision, recall = right / found, right / wanted
    return {
        "exact_precision": round(precision, 4),
        "exact_recall": round(recall, 4),
        "exact_f1": round(2 * precision * recall / (precision + recall), 4),
    }


def main() -> None:
    """Train on all labelled postings; write the model and its card."""
    examples = list(load(read_postings(SOURCE)))
    clusters = cluster_words(read_texts(read_postings(SOURCE)))
    scores = score_folds(examples, clusters)
    weights, transitions = train(examples, clusters)
    model = {
        "weights": weights,
        "transitions": transitions,
        "clusters": clusters,
        "outside_bias": OUTSIDE_BIAS,
    }
    content = gzip.compress(json.dumps(model, ensure_ascii=False, sort_keys=True).encode(), mtime=0)
    write_whole(MODEL, content)
    card = {
        "postings": len(examples),
        "mentions": sum(len(example.skills) for example in examples),
        "features": len(weights),
        "folds": FOLDS,
        **scores,
        "outside_bias": OUTSIDE_BIAS,
    }
    lines = [f"{name} = {value}" for name, value in card.items()]
    header = (
        "# The skill tagger: `python -m nlp.training.tagger`. Labelled by reading, one annotator\n"
        "# a posting; scores over every place a labelled text stands, on held-back folds.\n"
    )
    body = "\n".join(lines)
    write_whole(
        MODEL.with_name("tagger.toml"),
        f'{header}{body}\nsha256 = "{sha256(content).hexdigest()}"\n'.encode(),
    )
    sys.stdout.write(f"{body}\n")


if __name__ == "__main__":
    main()
