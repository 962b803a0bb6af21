"""Train the reader of occupations on labelled titles and postings, with folds; write its card.

python -m nlp.training.occupation [SHARED FOLDER]

titles.csv carries the labelled titles; the texts of postings, which stay outside the repository,
are joined to them and to labels.jsonl.gz. Postings of gold/dev.jsonl are left out of the training
and measured at the end.
"""

import csv
import gzip
import json
import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final

import numpy as np
import scipy.sparse as sp  # scipy ships no types
from numpy.typing import NDArray

from data.files import write_whole
from data.text import fold
from nlp.linear import Floats, calibrate, pack_model
from nlp.occupation import (
    BLOCKS,
    CARD,
    DIGITS,
    MODEL,
    WEIGHTS,
    Classifier,
    description_features,
    group_codes,
    industry_features,
    plain_title,
    title_features,
    unpack_model,
)
from nlp.training.card import write_card
from nlp.training.guesses import (
    Guesses,
    calibrate_guesses,
    measure_calibration,
    measure_error,
    measure_given,
)
from nlp.training.labels import load, read_postings
from nlp.training.linear import Space, fit, list_targets, quantise
from settings import ROOT

TITLES: Final = Path(__file__).parent / "titles.csv"
REFERENCE: Final = ROOT / "data" / "reference"
SHARED: Final = ROOT.parent / "shared"
SETTINGS: Final[dict[str, Any]] = tomllib.loads(
    (ROOT / "nlp" / "occupation.toml").read_text(encoding="utf-8")
)["train"]
GROUPS: Final = (("minor", 3), ("major", 1))
# Only these are real advertisements, held back in folds and measured.
REAL: Final = frozenset({"title", "posting"})


@dataclass(frozen=True, slots=True)
class Example:
    """A title and what is known beside it, the codes that are right for it, where it is from."""

    title: str
    description: str
    industry: str
    codes: tuple[str, ...]
    source: str
    # held back in folds: not so the titles picked because an earlier model was unsure of them
    is_measured: bool = False

    def features(self) -> dict[str, list[str]]:
        """The features of each block."""
        return {
            "title": title_features(self.title),
            "description": description_features(self.description),
            "industry": industry_features(self.industry),
        }


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a reference table, packed or not."""
    path = REFERENCE / name
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def list_reference(codes: frozenset[str]) -> Iterator[Example]:
    """The titles of the classifications: KBJI, its index, and ESCO's by their ISCO code."""
    for row in read_table("kbji2014_titles.csv"):
        yield Example(fold(row["title_id"]), "", "", (row["unit_group"],), "kbji")
    for row in read_table("kbji2014.csv"):
        for title in (row["title_id"], row["title_en"]):
            if row["code"] in codes and title:
                yield Example(fold(title), "", "", (row["code"],), "group")
    for row in read_table("esco_occupations.csv.gz"):
        if row["isco08_code"] in codes:
            yield Example(fold(row["label_en"]), "", "", (row["isco08_code"],), "esco")


def list_titles(postings: Mapping[str, Mapping[str, Any]]) -> Iterator[Example]:
    """The labelled titles, each with the text of one posting that has it."""
    with TITLES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            posting = postings.get(row["title"], {})
            yield Example(
                plain_title(row["title"]),
                posting.get("description") or "",
                posting.get("industry") or "",
                (row["code"], *row["also"].split()),
                "title",
                row["source"].startswith("gold"),
            )


def list_examples(shared: Path, codes: frozenset[str]) -> list[Example]:
    """All there is to learn from; no posting of the dev set among them."""
    held = {row["posting"]["id"] for row in read_dev(shared)}
    rows = [
        row
        for row in read_postings(shared / "postings" / "postings.jsonl.gz")
        if row["id"] not in held and row["title"]
    ]
    # The last of those with a description, or whichever there is.
    by_title = {row["title"]: row for row in sorted(rows, key=lambda row: bool(row["description"]))}
    examples = list(list_titles(by_title))
    for labelled in load(rows):
        posting, labels = labelled.posting, labelled.labels
        if labels["occupation"] in codes:
            found = (labels["occupation"], *(labels["occupation_also"] or ()))
            texts = (posting["description"] or "", posting["industry"] or "")
            title = plain_title(posting["title"])
            examples.append(Example(title, *texts, found, "posting", True))
    return [*examples, *list_reference(codes)]


def read_dev(shared: Path) -> list[dict[str, Any]]:
    """The postings set aside for measuring."""
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _spread(codes: Sequence[str], digits: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each prefix begins, and the place of each code's prefix."""
    names, starts = group_codes(codes, digits)
    return starts, np.array([names.index(code[:digits]) for code in codes], dtype=np.intp)


def train(
    examples: Sequence[Example], codes: Sequence[str]
) -> tuple[Space, dict[str, NDArray[Any]]]:
    """The features and the pruned 8-bit weights learnt from the examples."""
    features = [example.features() for example in examples]
    space = Space(features, WEIGHTS, SETTINGS["minimum"])
    rich = np.array([bool(f["description"] or f["industry"]) for f in features])
    weights = np.array([SETTINGS["source_weight"][e.source] for e in examples], np.float32)
    targets = list_targets([e.codes for e in examples], codes, SETTINGS["first"])
    told = np.flatnonzero(rich)
    # What has duties is learnt three times, so that each part suffices: whole, title, duties.
    parts = [space.matrix((features[i] for i in told), b) for b in (BLOCKS[:1], BLOCKS[1:])]
    matrix = sp.vstack([space.matrix(features), *parts]).tocsr()
    shares = SETTINGS["share"]
    whole = np.where(rich, weights * shares["whole"], weights)
    parted = [weights[told] * shares["title"], weights[told] * shares["duties"]]
    learnt = np.concatenate([whole, *parted]).astype(np.float32)
    # A step for a unit group is taken in part by its minor and major group as well.
    groups = [(SETTINGS[f"share_{name}"], *_spread(codes, n)) for name, n in GROUPS]
    all_targets = np.vstack([targets, targets[told], targets[told]])
    table, bias = fit(matrix, all_targets, learnt, SETTINGS, groups)
    arrays = quantise(table, SETTINGS["kept_weights"])
    return space, {"idf": space.idf, "bias": bias, **arrays}


def build(space: Space, arrays: Mapping[str, Any], codes: Sequence[str], calibration: Any) -> bytes:
    """The file of a model."""
    header = {"codes": list(codes), "features": space.features, "calibration": calibration}
    return pack_model(header, dict(arrays))


def guess(model: Classifier, example: Example, blocks: Sequence[str] = BLOCKS) -> Floats:
    """The chance of each code, by the blocks named."""
    features = example.features()
    told = [model.weigh(block, features[block]) for block in blocks]
    zero = np.zeros(len(model.codes), np.float32)
    return model.chances(sum((scores for scores in told if scores is not None), zero))


def run_folds(examples: Sequence[Example], codes: Sequence[str]) -> dict[str, Guesses]:
    """Guesses for every measured example by a model that saw no posting of its title."""
    found = {"all": Guesses(codes), "title_alone": Guesses(codes), "postings": Guesses(codes)}
    numbers = [zlib.crc32(e.title.encode()) % SETTINGS["folds"] for e in examples]
    for held in range(SETTINGS["folds"]):
        # A picked title that equals a held-back one goes with it.
        away = [
            e for e, n in zip(examples, numbers, strict=True) if n != held or e.source not in REAL
        ]
        model = unpack_model(build(*train(away, codes), codes, dict.fromkeys(DIGITS, (1.0, 0.0))))
        for example, number in zip(examples, numbers, strict=True):
            if number == held and example.is_measured:
                chances = guess(model, example)
                found["all"].add(chances, example.codes, held)
                bare = guess(model, example, BLOCKS[:1])
                found["title_alone"].add(bare, example.codes, held)
                if example.source == "posting":
                    found["postings"].add(chances, example.codes, held)
        sys.stdout.write(f"fold {held}: {found['all'].rates()}\n")
    return found


def measure_dev(
    model: Classifier, shared: Path, seen: frozenset[str]
) -> dict[str, dict[str, float]]:
    """The rates on the postings set aside, whole and where the title was not among the labelled."""
    found = {"all": Guesses(model.codes), "title_not_seen": Guesses(model.codes)}
    for row in read_dev(shared):
        posting, labels = row["posting"], row["labels"]
        title = plain_title(posting["title"] or "")
        texts = (posting["description"] or "", posting["industry"] or "")
        accepted = (labels["occupation"], *labels["occupation_also"])
        example = Example(title, *texts, accepted, "dev")
        chances = guess(model, example)
        found["all"].add(chances, accepted)
        if title not in seen:
            found["title_not_seen"].add(chances, accepted)
    rates = {name: {"n": len(g.fold), **g.rates()} for name, g in found.items()}
    scores = [calibrate(c, *model.calibration[4]) for c in found["all"].chance[4]]
    rates["all"]["calibration_error"] = round(measure_error(scores, found["all"].is_right[4]), 4)
    return rates


def main() -> None:
    """Train on all examples, calibrate on the folds, write the model and its card."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    codes = sorted(row["code"] for row in read_table("kbji2014.csv") if row["level"] == "4")
    examples = list_examples(shared, frozenset(codes))
    folds = run_folds(examples, codes)
    # Whole postings are what is read; of most labelled titles the label did not see the duties.
    real = folds["postings"]
    calibration = {d: calibrate_guesses(real.chance[d], real.is_right[d]) for d in DIGITS}
    content = build(*train(examples, codes), codes, calibration)
    write_whole(MODEL, content)
    seen = frozenset(example.title for example in examples if example.source in REAL)
    dev = measure_dev(unpack_model(content), shared, seen)
    tables: dict[str, Mapping[str, Any]] = {
        "examples": Counter(example.source for example in examples),
        **{f"folds.{name}": {"n": len(g.fold), **g.rates()} for name, g in folds.items()},
        "folds.calibration_error": {
            f"digits_{d}": round(measure_calibration(real, d), 4) for d in DIGITS
        },
        "folds.given": measure_given(real),
        **{f"dev.{name}": rates for name, rates in dev.items()},
    }
    what = (
        "occupations: made by `python -m nlp.training.occupation`.\n"
        "# Rates: the best guess of that many digits is an accepted one; every posting counts"
    )
    write_card(CARD, what, content, tables, process_time())
    sys.stdout.write(CARD.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
