"""Score the skill reader on held-back folds of the labelled postings, as gold/score.py counts.

    python -m nlp.training.skill_folds [PERCENT …]      e.g. 25 50 100: a learning curve

Half and exact precision, recall and F1 over distinct texts, and recall by kind; each posting is
read by `read_with`, as the product reads it, with a network of the other folds. PERCENT says how
many of the other folds' postings are learnt from.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final

from nlp.evaluate import Table, estimate, show_row
from nlp.posting import Posting
from nlp.scoring import Tally, tally_reading
from nlp.skills import read_with
from nlp.tagger import Tagger
from nlp.training.labels import Labelled, load, read_postings
from nlp.training.tagger import SOURCE, train
from nlp.training.vectors import Vectors, make_vectors, read_texts

FOLDS: Final = 5
# `tally_reading` wants every label; those beside the skills are not looked at here.
_NO_LABELS: Final[dict[str, Any]] = {
    **dict.fromkeys(("language", "sector", "seniority", "remote", "education_min")),
    **dict.fromkeys(("experience_min_years", "employment_type", "wage")),
    "occupation": "",
    "occupation_also": [],
    "locations": [],
    "benefits": [],
    "restrictions": {},
}


def tally_skills(example: Labelled, spans: Iterable[tuple[str, int, int]]) -> Tally:
    """What of the labelled skills of a posting is among the places found, and the reverse."""
    told = [
        {"field": field, "text": example.posting[field][start:end], "type": kind}
        for field, start, end, kind in example.skills
    ]
    found = [
        {"field": field, "text": example.posting[field][start:end], "start": start, "end": end}
        for field, start, end in spans
    ]
    tally = tally_reading(example.posting, {**_NO_LABELS, "skills": told}, {"skills": found})
    return {name: counts for name, counts in tally.items() if name.startswith("skills")}


def _tally_fold(
    examples: Sequence[Labelled], vectors: Vectors, fold: int, percent: int
) -> list[Tally]:
    others = [example for i, example in enumerate(examples) if i % FOLDS != fold]
    kept = [e for i, e in enumerate(others) if (i + 1) * percent // 100 > i * percent // 100]
    model = Tagger(train(kept, vectors))
    return [
        tally_skills(example, [(m.field, m.start, m.end) for m in _read(model, example)])
        for example in examples[fold::FOLDS]
    ]


def _read(model: Tagger, example: Labelled) -> Iterable[Any]:
    posting = Posting.of(example.posting)
    return read_with(model, posting, posting.lines)


def score_folds(examples: Sequence[Labelled], vectors: Vectors, percent: int = 100) -> Table:
    """The measures over all folds, two of them trained at a time."""
    with ProcessPoolExecutor(2) as pool:
        folds = [
            pool.submit(_tally_fold, examples, vectors, fold, percent) for fold in range(FOLDS)
        ]
        tallies = [tally for fold in folds for tally in fold.result()]
    table = estimate(tallies)
    return {name: row for name, row in table.items() if name.startswith("skills")}


def show(table: Table) -> Iterator[str]:
    """The lines of the table."""
    for name, row in table.items():
        yield show_row(name, row)


def main(percents: Sequence[str]) -> None:
    """Print the table for each share of the postings."""
    examples = list(load(read_postings(SOURCE)))
    vectors = make_vectors(read_texts(read_postings(SOURCE)))
    for percent in map(int, percents or ("100",)):
        table = score_folds(examples, vectors, percent)
        sys.stdout.write(f"{len(examples)} postings, {percent} % of the other folds learnt from\n")
        sys.stdout.write("".join(f"{line}\n" for line in show(table)))


if __name__ == "__main__":
    main(sys.argv[1:])
