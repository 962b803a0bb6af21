"""Read the occupation: which KBJI 2014 unit group does the posting ask for, and how sure is that?

A linear model over the letters and words of the title, the words of the description and the
portal's own category; trained by nlp/training/occupation.py. How well it does, and on what it was
trained: nlp/models/occupation.toml.
"""

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.text import fold
from nlp.linear import Floats, Linear, calibrate, read_checked, unpack_arrays
from nlp.posting import Posting
from nlp.title import normalise_title
from settings import ROOT

MODEL: Final = Path(__file__).parent / "models" / "occupation.bin"
CARD: Final = MODEL.with_suffix(".toml")
BLOCKS: Final = ("title", "description", "industry")
DIGITS: Final = (4, 3, 2, 1)
_TABLE: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)["read"]
_TITLES: Final = ROOT / "data" / "reference" / "kbji2014.csv"
THRESHOLDS: Final = {int(digits): limit for digits, limit in _TABLE["thresholds"].items()}
WEIGHTS: Final = {
    "title": 1.0,
    "description": float(_TABLE["description_weight"]),
    "industry": float(_TABLE["industry_weight"]),
}
_TITLE_WORDS: Final[int] = _TABLE["title_words"]
_GRAMS: Final[tuple[int, ...]] = tuple(_TABLE["title_grams"])
_CHARACTERS: Final[int] = _TABLE["description_characters"]
_WORD_LENGTHS: Final = range(3, 24)


@dataclass(frozen=True, slots=True)
class Occupation:
    """A KBJI 2014 code of 1 to 4 digits, its Indonesian title, the chance that it is right."""

    code: str
    title: str
    score: float


@lru_cache(maxsize=16_384)
def word_features(word: str) -> tuple[str, ...]:
    """A word of a title and its runs of 3 to 5 letters, its borders counted as letters."""
    bordered = f"^{word}$"
    grams = (bordered[i : i + n] for n in _GRAMS for i in range(len(bordered) - n + 1))
    return (f"w={word}", *grams)


def title_features(title: str) -> list[str]:
    """What is told by a title that is normalised and folded; each once, in a fixed order."""
    words = title.split()[:_TITLE_WORDS]
    if not words:
        return []
    features = [feature for word in words for feature in word_features(word)]
    features += [f"b={a} {b}" for a, b in pairwise(words)]
    return list(dict.fromkeys((*features, f"f={words[0]}", f"l={words[-1]}")))


def description_features(description: str) -> list[str]:
    """The words of the first part of a description, each once."""
    words = fold(description[:_CHARACTERS]).split()
    return [w for w in dict.fromkeys(words) if len(w) in _WORD_LENGTHS and not w.isdigit()]


def industry_features(industry: str) -> list[str]:
    """The words of the portal's category, each once."""
    return list(dict.fromkeys(fold(industry[:_CHARACTERS]).split()))


@lru_cache(maxsize=8_192)
def plain_title(title: str) -> str:
    """The title as the model sees it."""
    return fold(normalise_title(title))


class Classifier(Linear):
    """The trained model."""

    def __init__(self, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        super().__init__(header, arrays, WEIGHTS)
        self.calibration = {int(d): (a, b) for d, (a, b) in header["calibration"].items()}
        self._groups = {d: group_codes(self.codes, d) for d in DIGITS}

    def decide(self, scores: Floats) -> tuple[str, float] | None:
        """The longest prefix that is sure enough, with its calibrated score."""
        chances = self.chances(scores)
        for digits in DIGITS:
            names, starts = self._groups[digits]
            sums = np.add.reduceat(chances, starts)
            best = int(sums.argmax())
            score = calibrate(float(sums[best]), *self.calibration[digits])
            if score >= THRESHOLDS[digits]:
                return names[best], score
        return None


def group_codes(codes: Sequence[str], digits: int) -> tuple[list[str], NDArray[np.intp]]:
    """The prefixes of sorted codes and where each begins."""
    prefixes = [code[:digits] for code in codes]
    names = sorted(set(prefixes))
    return names, np.array([prefixes.index(name) for name in names], dtype=np.intp)


def unpack_model(content: bytes) -> Classifier:
    """The model of a file's content; DataError where this program cannot read it."""
    return Classifier(*unpack_arrays(content))


def load_model(model: Path = MODEL, card: Path = CARD) -> Classifier:
    """The model of a file, if it is the one that its card describes."""
    return unpack_model(read_checked(model, card))


@cache
def shipped_model() -> Classifier:
    """The model that comes with the program, loaded once."""
    return load_model()


@cache
def _titles() -> dict[str, str]:
    """The Indonesian title of each KBJI code."""
    with _TITLES.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["title_id"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=8_192)
def _weigh_title(title: str) -> Floats | None:
    return shipped_model().weigh("title", title_features(title))


@lru_cache(maxsize=4_096)
def _weigh_industry(industry: str) -> Floats | None:
    return shipped_model().weigh("industry", industry_features(industry))


@lru_cache(maxsize=16_384)
def _read_title(title: str) -> Occupation | None:
    """The occupation where nothing but the title tells.

    Runs of letters alone ("asdf qwerty") tell no major group, only how frequent it is: None.
    """
    found = _name(_weigh_title(title))
    return None if found and len(found.code) == 1 and not _has_known_word(title) else found


def _has_known_word(title: str) -> bool:
    """Whether a word of the title, as a whole, was there when the model was trained."""
    known = shipped_model().blocks["title"].places
    return any(f"w={word}" in known for word in title.split()[:_TITLE_WORDS])


def _name(scores: Floats | None) -> Occupation | None:
    found = None if scores is None else shipped_model().decide(scores)
    return found and Occupation(found[0], _titles()[found[0]], round(found[1], 4))


def read_occupation(posting: Posting) -> Occupation | None:
    """The occupation of a posting, as finely as it can be told; None where nothing tells it."""
    title = plain_title(posting.title)
    if not posting.description and not posting.industry:
        return _read_title(title)
    told = [
        _weigh_title(title),
        # No need to leave out what is no feature: the model knows only what is.
        shipped_model().weigh("description", dict.fromkeys(posting.fold_head(_CHARACTERS))),
        _weigh_industry(posting.industry),
    ]
    known = [scores for scores in told if scores is not None]
    if len(known) == 1 and told[0] is not None:
        return _read_title(title)
    return _name(sum(known[1:], known[0])) if known else None
