"""Judge the sector from all words at once: a linear model beside the points of the cue words.

Trained by nlp/training/sector.py on labelled postings and on postings whose cue words leave no
doubt. How well it does: nlp/models/sector.toml.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.text import fold, fold_words
from nlp.linear import Floats, Linear, calibrate, read_checked, unpack_arrays
from nlp.posting import Posting

MODEL: Final = Path(__file__).parent / "models" / "sector.bin"
CARD: Final = MODEL.with_suffix(".toml")
SECTIONS: Final = "ABCDEFGHIJKLMNOPQRSTU"
# The last code of the model stands for "nothing tells the sector".
CODES: Final = (*SECTIONS, "-")
SETTINGS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("sector.toml").read_text(encoding="utf-8")
)["model"]
BLOCKS: Final[dict[str, float]] = SETTINGS["blocks"]
_LEGAL_FORMS: Final = frozenset(SETTINGS["legal_forms"])
_TITLE_WORDS: Final[int] = SETTINGS["title_words"]
_EMPLOYER_WORDS: Final[int] = SETTINGS["employer_words"]
_MOST_POINTS: Final[float] = SETTINGS["most_points"]
_UNTOLD: Final[float] = SETTINGS["untold"]
_CHARACTERS: Final = 300
_WORD_LENGTHS: Final = range(3, 24)
# What a section is judged by: root of its points, its points, logarithm of the model's chance;
# and of "nothing tells": is there no point at all, how many points has the first section.
SIGNS: Final = 5
# The least logarithm of a chance, so that no chance of nought has the last word.
_FLOOR: Final = -9.0
_PLACES: Final = {section: place for place, section in enumerate(SECTIONS)}


def company_features(company: str) -> list[str]:
    """The words of a company's name, pairs of them, how long ones begin and end."""
    words = [w for w in fold_words(company[:_CHARACTERS]) if w not in _LEGAL_FORMS]
    pairs = (f"{a} {b}" for a, b in pairwise(words))
    starts = (f"{w[:5]}-" for w in words if len(w) > 5)
    ends = (f"-{w[-n:]}" for w in words for n in (4, 5) if len(w) > n)
    return list(dict.fromkeys((*words, *pairs, *starts, *ends)))


def title_features(title: str) -> list[str]:
    """The words of a title, and pairs of them."""
    words = fold_words(title[:_CHARACTERS])[:_TITLE_WORDS]
    return list(dict.fromkeys((*words, *(f"{a} {b}" for a, b in pairwise(words)))))


def industry_features(industry: str) -> list[str]:
    """The words of the portal's branch, pairs of them, and its first part as a whole."""
    words = fold_words(industry[:_CHARACTERS])
    first = fold(industry[:_CHARACTERS].split(">")[0])
    found = (*([f"={first}"] if first else []), *words, *(f"{a} {b}" for a, b in pairwise(words)))
    return list(dict.fromkeys(found))


def description_features(words: Iterable[str]) -> list[str]:
    """The words of a description, each once."""
    return [w for w in dict.fromkeys(words) if len(w) in _WORD_LENGTHS and not w.isdigit()]


def employer_features(words: Iterable[str]) -> list[str]:
    """The first of the words that say what the employer does, each once."""
    return list(islice((w for w in dict.fromkeys(words) if len(w) > 1), _EMPLOYER_WORDS))


class Judge(Linear):
    """The trained model and how its chances and the points of the cue words are put together."""

    def __init__(self, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
        super().__init__(header, arrays, BLOCKS)
        self.mix = np.array(header["mix"], np.float32)
        self.mix_bias = np.array(header["mix_bias"], np.float32)
        self._mix: list[float] = header["mix"]
        self._mix_bias: list[float] = header["mix_bias"]
        self.calibration: tuple[float, float] = tuple(header["calibration"])
        # Few codes: the weights as they are added up, and a last column for the length of a block.
        idf = arrays["idf"][:, None]
        self._table = np.hstack([self._weights * self._scale[:, None] * idf, idf * idf])

    def weigh(self, block: str, features: Iterable[str]) -> Floats | None:
        """What the features of a block add to the score of each code; None if all are unknown.

        A feature counts once however often it stands there.
        """
        places = self.blocks[block].places
        # In the order of rows, so that the sum is the same whatever the order of a set.
        rows = sorted(map(places.__getitem__, places.keys() & features))
        if not rows:
            return None
        sums = self._table.take(rows, axis=0).sum(axis=0)
        told: Floats = sums[:-1] * np.float32(BLOCKS[block] / math.sqrt(sums[-1]))
        return told

    def chance_of(self, features: Mapping[str, Iterable[str]]) -> Floats:
        """The model's own chance of each code, from the features of each block."""
        zero = np.zeros(len(CODES), np.float32)
        told = (self.weigh(block, found) for block, found in features.items())
        return self.chances(sum((scores for scores in told if scores is not None), zero))

    def decide(self, points: Mapping[str, float], scores: Floats) -> tuple[str, float] | None:
        """The section and its calibrated score, or None where most likely nothing tells it.

        The same as the softmax of list_signs() @ mix + mix_bias, in a fraction of the time.
        """
        root, each, log, none, first = self._mix
        own = (scores + self._bias).tolist()
        top = max(own)
        whole = top + math.log(sum(math.exp(number - top) for number in own))
        told = [
            log * max(number - whole, _FLOOR) + bias
            for number, bias in zip(own, self._mix_bias, strict=True)
        ]
        for section, number in points.items():
            told[_PLACES[section]] += root * math.sqrt(number) + each * number
        most = max(points.values(), default=0.0)
        told[-1] += first * min(most / _MOST_POINTS, 1.0) + (0.0 if points else none)
        top = max(told)
        shares = [math.exp(number - top) for number in told]
        total = sum(shares)
        if shares[-1] / total >= _UNTOLD:
            return None
        best = max(range(len(SECTIONS)), key=shares.__getitem__)
        return CODES[best], calibrate(shares[best] / total, *self.calibration)


def list_signs(points: Mapping[str, float], chances: Floats) -> Floats:
    """What each code is judged by, of shape (codes, SIGNS)."""
    signs = np.zeros((len(CODES), SIGNS), np.float32)
    for section, number in points.items():
        signs[_PLACES[section], :2] = math.sqrt(number), number
    signs[:, 2] = np.log(np.maximum(chances, math.exp(_FLOOR)))
    signs[-1, 3] = not points
    signs[-1, 4] = min(max(points.values(), default=0.0) / _MOST_POINTS, 1.0)
    return signs


@cache
def shipped_model() -> Judge:
    """The model that comes with the program, loaded once."""
    return load_model()


def load_model(model: Path = MODEL, card: Path = CARD) -> Judge:
    """The model of a file, if it is the one that its card describes."""
    return Judge(*unpack_arrays(read_checked(model, card)))


@lru_cache(maxsize=16_384)
def _weigh_company(company: str) -> Floats | None:
    return shipped_model().weigh("company", company_features(company))


@lru_cache(maxsize=8_192)
def _weigh_title(title: str) -> Floats | None:
    return shipped_model().weigh("title", title_features(title))


@lru_cache(maxsize=4_096)
def _weigh_industry(industry: str) -> Floats | None:
    return shipped_model().weigh("industry", industry_features(industry))


def judge_sector(
    points: Mapping[str, float],
    posting: Posting,
    words: Sequence[str],
    employer_words: Sequence[str],
) -> tuple[str, float] | None:
    """The section and its score from the points of the cue words and the folded words."""
    if not points and not (posting.company or posting.industry or words):
        # A title without a cue word names work that is done in every branch.
        return None
    model = shipped_model()
    told = (
        _weigh_company(posting.company),
        _weigh_title(posting.title),
        _weigh_industry(posting.industry),
        # No need to leave out what is no feature: the model knows only what is.
        model.weigh("description", words),
        model.weigh("employer", employer_features(employer_words)),
    )
    known = [scores for scores in told if scores is not None]
    if not points and not known:
        return None
    return model.decide(points, sum(known, np.zeros(len(CODES), np.float32)))
