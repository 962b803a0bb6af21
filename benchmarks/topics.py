"""What finding themes costs, how well they hold together and how many stay from run to run."""

import pickle
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from benchmarks.duplicates import read_lines
from benchmarks.steps import Usage, measure_process
from nlp.language import read_language
from nlp.posting import Posting
from nlp.title import normalise_title
from nlp.topics import Topics, find_topics
from nlp.topics_text import list_terms, take_duties

_FULL: Final = 300  # characters of a description that is no teaser
_KEPT: Final = 0.85  # share of the rows that each of two runs sees
_BANDS: Final = (0.0, 0.5, 0.7, 0.9, 1.01)
_MOSTLY: Final = 0.8
# A process of its own, whose memory is that of the themes alone.
_RUN: Final = "import sys; from benchmarks.topics import run_file; run_file(sys.argv[1])"


@dataclass(frozen=True)
class Quality:
    """How good themes are.

    `coherence`: mean NPMI of the pairs of the ten first terms (Bouma 2009), -1 to 1. `placed`:
    share of vacancies with a theme. `alone`: share of the English ones in themes where at least
    four in five are English; 0 where themes are one in both languages.
    """

    themes: int
    placed: float
    coherence: float
    alone: float


@dataclass(frozen=True)
class Band:
    """Of n vacancies with a probability from `least`: the mean of it, and how many kept the id."""

    least: float
    n: int
    probability: float
    kept: float


@dataclass(frozen=True)
class Stability:
    """What two runs on overlapping rows agree on.

    `kept`: share of the vacancies with a theme in both that have the same id; `possible`: the same
    if ids were given by the vacancies themselves instead of by terms.
    """

    kept: float
    possible: float
    bands: tuple[Band, ...]


def read_rows(path: Path, n: int, seed: int = 1) -> pd.DataFrame:
    """n postings with a description, drawn at random, as `find_topics` takes them."""
    full = [row for row in read_lines(path) if len(row.get("description") or "") > _FULL]
    random.Random(seed).shuffle(full)
    return pd.DataFrame(_read(row) for row in full[:n])


def _read(row: dict[str, Any]) -> dict[str, Any]:
    posting = Posting.of(row)
    return {
        "vacancy_id": row["id"],
        "title": normalise_title(posting.title),
        "duties": take_duties(posting),
        "language": read_language(posting),
        "month": (row.get("posted") or row.get("scraped") or "")[:7] or None,
    }


def enlarge(rows: pd.DataFrame, n: int, seed: int = 1) -> pd.DataFrame:
    """n rows of which each is a real one with its lines in another order: a load, not a market."""
    chance = random.Random(seed)
    drawn = rows.iloc[[number % len(rows) for number in range(n)]].copy()
    drawn["vacancy_id"] = [f"{one}-{number}" for number, one in enumerate(drawn["vacancy_id"])]
    lines = [text.split("\n") for text in drawn["duties"]]
    drawn["duties"] = ["\n".join(chance.sample(of, len(of))) for of in lines]
    return drawn.reset_index(drop=True)


def run_file(path: str) -> None:
    """Find the themes of a pickled frame; what is measured."""
    find_topics(pickle.loads(Path(path).read_bytes()))  # noqa: S301 - written by `measure`


def measure(rows: pd.DataFrame, folder: Path) -> Usage:
    """Time and memory of a process that finds the themes of the rows, its start included."""
    file = folder / f"{len(rows)}.pickle"
    file.write_bytes(pickle.dumps(rows))
    return measure_process([sys.executable, "-c", _RUN, str(file)])


def judge(rows: pd.DataFrame, found: Topics) -> Quality:
    """Coherence of the themes, how many vacancies have one, whether languages share them."""
    topic = found.vacancies["topic"]
    english = (rows["language"] == "en").to_numpy()
    share = pd.Series(english).groupby(topic.to_numpy()).mean()
    told = topic[english].dropna()
    texts = [
        {term.replace("_", " ") for term in list_terms(title, duties)}
        for title, duties in zip(rows["title"], rows["duties"], strict=True)
    ]
    return Quality(
        themes=len(found.topics),
        placed=float(topic.notna().mean()),
        coherence=float(np.mean(list(_cohere(found.topics["terms"].tolist(), texts)))),
        alone=float((share[told] >= _MOSTLY).mean()),
    )


def _cohere(themes: Sequence[Sequence[str]], texts: Sequence[set[str]]) -> Iterator[float]:
    wanted = {term for terms in themes for term in terms[:10]}
    where: dict[str, set[int]] = {term: set() for term in wanted}
    for number, text in enumerate(texts):
        for term in text & wanted:
            where[term].add(number)
    for terms in themes:
        yield float(
            np.mean([_npmi(where[a], where[b], len(texts)) for a, b in combinations(terms[:10], 2)])
        )


def _npmi(one: set[int], other: set[int], n: int) -> float:
    both = len(one & other) / n
    if not both:
        return -1.0
    return 1.0 if both == 1 else float(np.log(both * n * n / len(one) / len(other)) / -np.log(both))


def compare(rows: pd.DataFrame, seed: int = 1) -> Stability:
    """Two runs, each on another 85 % of the rows, the second with the themes of the first."""
    chance = np.random.default_rng(seed)
    parts = [rows[chance.random(len(rows)) < _KEPT] for _ in range(2)]
    first = find_topics(parts[0])
    second = find_topics(parts[1], previous=first.topics)
    both = first.vacancies.merge(second.vacancies, on="vacancy_id").dropna(
        subset=["topic_x", "topic_y"]
    )
    same = (both["topic_x"] == both["topic_y"]).to_numpy()
    shared = pd.crosstab(both["topic_x"], both["topic_y"]).to_numpy()
    pairs = linear_sum_assignment(shared, maximize=True)
    chances = both["probability_y"].to_numpy()
    bands = []
    for least, most in zip(_BANDS, islice(_BANDS, 1, None), strict=False):
        of = (chances >= least) & (chances < most)
        if of.any():
            bands.append(
                Band(least, int(of.sum()), float(chances[of].mean()), float(same[of].mean()))
            )
    return Stability(float(same.mean()), float(shared[pairs].sum() / len(both)), tuple(bands))


def report(path: Path, folder: Path, n: int, load: int) -> Iterator[str]:
    """Lines of Markdown: cost of n real postings and of a load, quality, stability."""
    rows = read_rows(path, n)
    yield "| vacancies | CPU s | wall s | peak MB |\n|--:|--:|--:|--:|"
    for of in (rows, enlarge(rows, load)):
        usage = measure(of, folder)
        yield f"| {len(of):,} | {usage.cpu:.1f} | {usage.wall:.1f} | {usage.peak_mb:,.0f} |"
    begin = time.process_time()
    quality = judge(rows, find_topics(rows))
    yield (
        f"\n{quality.themes} themes of {len(rows):,} real postings; {quality.placed:.1%} have one; "
        f"coherence (NPMI) {quality.coherence:.2f}; {quality.alone:.0%} of the English ones in "
        f"themes that are mostly English ({time.process_time() - begin:.0f} CPU s).\n"
    )
    stable = compare(rows)
    yield (
        f"Two runs on {_KEPT:.0%} of them each: {stable.kept:.1%} keep the id of their theme, "
        f"{stable.possible:.1%} could.\n\n| probability from | n | mean | kept |\n|--:|--:|--:|--:|"
    )
    for band in stable.bands:
        yield f"| {band.least:.1f} | {band.n:,} | {band.probability:.2f} | {band.kept:.2f} |"
