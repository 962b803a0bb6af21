"""Train the reader of sectors on labelled postings and on plain unlabelled ones; write its card.

python -m nlp.training.sector [SHARED FOLDER]

The model learns from the labelled postings (labels.jsonl.gz) and from unlabelled ones whose cue
words leave little doubt, with and without the company's name, so that titles and texts of a branch
are learnt too. Folds hold back whole companies. Postings of gold/dev.jsonl are left out.
"""

import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final

import numpy as np
import scipy.sparse as sp  # scipy ships no types
from numpy.typing import NDArray
from scipy.optimize import minimize

from data.files import write_whole
from nlp.linear import Floats, calibrate, pack_model, softmax, unpack_arrays
from nlp.posting import Posting
from nlp.sector import count_points, list_employer_words, list_words
from nlp.sector_model import (
    BLOCKS,
    CARD,
    CODES,
    MODEL,
    SIGNS,
    Judge,
    company_features,
    description_features,
    employer_features,
    industry_features,
    list_signs,
    title_features,
)
from nlp.training.card import write_card
from nlp.training.guesses import calibrate_guesses, calibrate_held_back, measure_error
from nlp.training.labels import load, read_postings
from nlp.training.linear import Features, Space, fit, list_targets, quantise
from nlp.training.occupation import SHARED, read_dev
from settings import ROOT

_TABLE: Final[dict[str, Any]] = tomllib.loads(
    (ROOT / "nlp" / "sector.toml").read_text(encoding="utf-8")
)
SETTINGS: Final[dict[str, Any]] = _TABLE["train"]
LEAST: Final[float] = _TABLE["points"]["least"]
UNTOLD: Final = CODES[-1]
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "all": tuple(BLOCKS),
    "no_company": ("title", "industry", "description", "employer"),
    "company": ("company",),
    "title_and_description": ("title", "description"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """The features and cue points of a posting, the sections that are right, its company."""

    features: Features
    points: Mapping[str, float]
    codes: tuple[str, ...]
    company: str


def read_example(row: Mapping[str, Any], codes: tuple[str, ...] = ()) -> Example:
    """A posting as it is learnt from; its own id stands for a company that is not named."""
    posting = Posting.of(row)
    words = list_words(posting)
    employer_words = list_employer_words(words)
    features = {
        "company": company_features(posting.company),
        "title": title_features(posting.title),
        "industry": industry_features(posting.industry),
        "description": description_features(words),
        "employer": employer_features(employer_words),
    }
    points = count_points(posting, words, employer_words)
    return Example(features, points, codes, (posting.company or str(row["id"])).lower())


def guess_by_points(points: Mapping[str, float]) -> tuple[str, float] | None:
    """The section with most points and how sure that is, where there are enough."""
    ranked = sorted(points, key=lambda section: (-points[section], section))
    if not ranked or points[ranked[0]] < LEAST:
        return None
    lead = points[ranked[0]] - (points[ranked[1]] if len(ranked) > 1 else 0.0)
    score = 1 / (1 + np.exp(-(SETTINGS["lead_slope"] * lead + SETTINGS["lead_shift"])))
    return ranked[0], float(score)


def list_unlabelled(rows: Iterable[Mapping[str, Any]]) -> list[Example]:
    """Those whose cue words are sure; with a description first, no company or section too often."""
    found: dict[str, list[tuple[bool, int, Example]]] = {}
    seen = set()
    for row in rows:
        name = (row["title"], row["company"], (row["description"] or "")[:100])
        if name in seen:
            continue
        seen.add(name)
        example = read_example(row)
        told = guess_by_points(example.points)
        if told and told[1] > SETTINGS["sure"]:
            example = Example(example.features, example.points, told[:1], example.company)
            order = (not row["description"], zlib.crc32(row["id"].encode()), example)
            found.setdefault(told[0], []).append(order)
    kept: list[Example] = []
    for _, examples in sorted(found.items()):
        of_company: Counter[str] = Counter()
        picked = []
        for _, _, example in sorted(examples, key=lambda e: e[:2]):
            of_company[example.company] += 1
            if of_company[example.company] <= SETTINGS["most_a_company"]:
                picked.append(example)
        kept += picked[: SETTINGS["most_a_section"]]
    return kept


def list_examples(shared: Path) -> tuple[list[Example], list[Example]]:
    """The labelled examples and the unlabelled ones; no posting of the dev set among them."""
    held = {row["posting"]["id"] for row in read_dev(shared)}
    rows = [
        row
        for row in read_postings(shared / "postings" / "postings.jsonl.gz")
        if row["id"] not in held
    ]
    labelled, taken = [], set()
    for found in load(rows):
        first = found.labels["sector"] or UNTOLD
        codes = (first, *(found.labels["sector_also"] or ()))
        labelled.append(read_example(found.posting, codes if first != UNTOLD else (UNTOLD,)))
        taken.add(found.posting["id"])
    return labelled, list_unlabelled(row for row in rows if row["id"] not in taken)


def train(
    labelled: Sequence[Example], unlabelled: Sequence[Example]
) -> tuple[Space, dict[str, NDArray[Any]]]:
    """The features and the pruned 8-bit weights learnt from both kinds of examples."""
    every = [example.features for example in (*labelled, *unlabelled)]
    space = Space(every, BLOCKS, SETTINGS["minimum"])
    matrices, targets, weights = [], [], []
    for kind, examples in (("labelled", labelled), ("unlabelled", unlabelled)):
        wanted = list_targets([e.codes for e in examples], CODES, SETTINGS["first"])
        for part, weight in SETTINGS[kind].items():
            matrices.append(space.matrix((e.features for e in examples), PARTS[part]))
            targets.append(wanted)
            weights.append(np.full(len(examples), weight, np.float32))
    table, bias = fit(
        sp.vstack(matrices).tocsr(), np.vstack(targets), np.concatenate(weights), SETTINGS
    )
    arrays = quantise(table, SETTINGS["kept_weights"])
    return space, {"idf": space.idf, "bias": bias, **arrays}


def fit_mix(signs: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """The weights of the signs, of shape (SIGNS,), and the bias of each code."""
    hold = SETTINGS["hold"]

    def measure(found: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        mix, bias = found[:SIGNS], found[SIGNS:]
        chances = softmax(signs @ mix + bias)
        error = chances - targets
        loss = -float((targets * np.log(chances + 1e-12)).sum())
        loss += hold / 2 * float(bias @ bias + mix @ mix / 10)
        slope = np.concatenate(
            [np.einsum("ec,ecs->s", error, signs) + hold / 10 * mix, error.sum(0) + hold * bias]
        )
        return loss, slope

    start = np.zeros(SIGNS + len(CODES))
    found = minimize(measure, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return found[:SIGNS].round(4), found[SIGNS:].round(4)


def sign_all(model: Judge, examples: Sequence[Example]) -> Floats:
    """What each example is judged by, of shape (examples, codes, SIGNS)."""
    return np.stack([list_signs(e.points, model.chance_of(e.features)) for e in examples])


def build(
    space: Space, arrays: dict[str, NDArray[Any]], mix: Any, calibration: tuple[float, float]
) -> bytes:
    """The file of a model."""
    header = {
        "codes": list(CODES),
        "features": space.features,
        "mix": mix[0].tolist(),
        "mix_bias": mix[1].tolist(),
        "calibration": calibration,
    }
    return pack_model(header, arrays)


NO_MIX: Final = (np.zeros(SIGNS), np.zeros(len(CODES)))


def run_folds(
    labelled: Sequence[Example], unlabelled: Sequence[Example]
) -> tuple[Floats, NDArray[np.intp]]:
    """The signs of each labelled example by a model that saw no label of its company; its fold."""
    numbers = np.array([zlib.crc32(e.company.encode()) % SETTINGS["folds"] for e in labelled])
    signs = np.zeros((len(labelled), len(CODES), SIGNS), np.float32)
    for held in range(SETTINGS["folds"]):
        away = [e for e, n in zip(labelled, numbers, strict=True) if n != held]
        model = Judge(*unpack_arrays(build(*train(away, unlabelled), NO_MIX, (1.0, 0.0))))
        inside = np.flatnonzero(numbers == held).tolist()
        signs[inside] = sign_all(model, [labelled[i] for i in inside])
        sys.stdout.write(f"fold {held}: {len(inside)} held back\n")
    return signs, numbers


def judge_folds(signs: Floats, targets: Floats, numbers: NDArray[np.intp]) -> Floats:
    """The chances of each code where each fold is mixed as the others tell."""
    chances = np.zeros_like(targets)
    for held in set(numbers.tolist()):
        inside = numbers == held
        mix, bias = fit_mix(signs[~inside], targets[~inside])
        chances[inside] = softmax(signs[inside] @ mix + bias)
    return chances


def list_given(
    chances: Floats, labelled: Sequence[Example], numbers: NDArray[np.intp]
) -> tuple[list[int], list[float], list[bool], list[int]]:
    """The examples that are given a section: number, chance, is it right, fold."""
    given: list[int] = np.flatnonzero(chances[:, -1] < _TABLE["model"]["untold"]).tolist()
    best: list[int] = chances[given, :-1].argmax(1).tolist()
    right = [CODES[b] in labelled[i].codes for i, b in zip(given, best, strict=True)]
    return given, chances[given, best].tolist(), right, numbers[given].tolist()


def measure(
    chances: Floats, labelled: Sequence[Example], numbers: NDArray[np.intp]
) -> dict[str, float]:
    """How often the section is right where told, how often nothing is given where nothing tells."""
    given, chance, right, folds = list_given(chances, labelled, numbers)
    is_right = dict(zip(given, right, strict=True))
    told = [is_right.get(i, False) for i, e in enumerate(labelled) if e.codes[0] != UNTOLD]
    untold = [i not in is_right for i, e in enumerate(labelled) if e.codes[0] == UNTOLD]
    scores = calibrate_held_back(chance, right, folds)
    return {
        "n": len(labelled),
        "n_told": len(told),
        "right_where_told": round(float(np.mean(told)), 4),
        "null_kept": round(float(np.mean(untold)), 4),
        "right_of_given": round(float(np.mean(right)), 4),
        "calibration_error": round(measure_error(scores, right), 4),
    }


def measure_dev(model: Judge, shared: Path) -> dict[str, float]:
    """The same on the postings set aside, with the shipped calibration."""
    examples = []
    for row in read_dev(shared):
        labels = row["labels"]
        codes = (labels["sector"] or UNTOLD, *labels["sector_also"])
        examples.append(read_example(row["posting"], codes if labels["sector"] else (UNTOLD,)))
    chances = softmax(sign_all(model, examples) @ model.mix + model.mix_bias)
    found = measure(chances, examples, np.arange(len(examples)) % SETTINGS["folds"])
    _, chance, right, _ = list_given(chances, examples, np.zeros(len(examples), np.intp))
    scores = [calibrate(c, *model.calibration) for c in chance]
    return found | {"calibration_error": round(measure_error(scores, right), 4)}


def main() -> None:
    """Train on all examples, mix and calibrate on the folds, write the model and its card."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    labelled, unlabelled = list_examples(shared)
    targets = list_targets([e.codes for e in labelled], CODES, SETTINGS["first"])
    signs, numbers = run_folds(labelled, unlabelled)
    chances = judge_folds(signs, targets, numbers)
    _, chance, right, _ = list_given(chances, labelled, numbers)
    mix, calibration = fit_mix(signs, targets), calibrate_guesses(chance, right)
    content = build(*train(labelled, unlabelled), mix, calibration)
    write_whole(MODEL, content)
    tables: dict[str, Mapping[str, Any]] = {
        "examples": {"labelled": len(labelled), "unlabelled": len(unlabelled)},
        "folds": measure(chances, labelled, numbers),
        "dev": measure_dev(Judge(*unpack_arrays(content)), shared),
    }
    what = "sectors: made by `python -m nlp.training.sector`"
    write_card(CARD, what, content, tables, process_time())
    sys.stdout.write(CARD.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
