"""How far two annotators of the same postings agree on skills: what a reader can reach at most.

    python -m nlp.training.agreement TWICE.json SECOND.jsonl …

TWICE.json lists the ids that were given to a second annotator. Of these the files are compared
with the labels taken in before (others may stand in the label file because they came from these
very files); counted as `skill_folds` does, the first annotator taken as right.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nlp.evaluate import Table, estimate, show_row
from nlp.scoring import Tally
from nlp.training.labels import Labelled, find_spans, load, read_postings, read_told
from nlp.training.skill_folds import tally_skills
from nlp.training.tagger import SOURCE


def compare(examples: Iterable[Labelled], told: Mapping[str, Mapping[str, Any]]) -> Iterator[Tally]:
    """How the second labels of each posting agree with the first; all places of a text count."""
    for example in examples:
        second = told.get(example.posting["id"])
        if second is not None:
            spans = find_spans(example.posting, second["skills"])
            yield tally_skills(example, [(f, start, end) for f, start, end, _ in spans])


def main(twice: str, *paths: str) -> None:
    """Print the agreement, with intervals."""
    ids = frozenset(json.loads(Path(twice).read_text(encoding="utf-8")))
    told = {id_: row for id_, row in read_told(map(Path, paths)).items() if id_ in ids}
    tallies = list(compare(load(read_postings(SOURCE)), told))
    sys.stdout.write(f"{len(tallies)} postings labelled twice\n")
    table: Table = estimate(tallies) if tallies else {}
    for name, row in table.items():
        if name.startswith("skills"):
            sys.stdout.write(f"{show_row(name, row)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
