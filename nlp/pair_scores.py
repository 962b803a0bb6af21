"""How well postings are grouped: precision and recall over pairs, and B³ over postings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, each 0 to 1; 1 where there was nothing to find."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score_pairs(judged: Iterable[tuple[bool, bool]]) -> Score:
    """The score of labelled pairs: each is (found to be the same, truly the same)."""
    counts = Counter(judged)
    hits = counts[True, True]
    return Score(_share(hits, hits + counts[True, False]), _share(hits, hits + counts[False, True]))


def score_groups(found: Mapping[str, str], truth: Mapping[str, str]) -> Score:
    """The score over all pairs of postings in one group; both give the group of each posting."""
    hits = _count_pairs((found[posting], truth[posting]) for posting in truth)
    return Score(
        _share(hits, _count_pairs(found[posting] for posting in truth)),
        _share(hits, _count_pairs(truth.values())),
    )


def score_b_cubed(found: Mapping[str, str], truth: Mapping[str, str]) -> Score:
    """B³: what share of a posting's group belongs with it, and what share of its own it has.

    Averaged over postings (Bagga and Baldwin 1998).
    """
    both = Counter((found[posting], truth[posting]) for posting in truth)
    mine, theirs = Counter(found[posting] for posting in truth), Counter(truth.values())
    pure = sum(n * n / mine[group] for (group, _), n in both.items())
    whole = sum(n * n / theirs[group] for (_, group), n in both.items())
    return Score(_share(pure, len(truth)), _share(whole, len(truth)))


def _count_pairs(groups: Iterable[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
