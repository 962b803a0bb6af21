"""Seeded drawing and the tables that the sample market is drawn from."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final, Generic, TypeVar

FOLDER: Final = Path(__file__).parent / "sample_tables"

Table = dict[str, Any]
T = TypeVar("T")


class Weighted(Generic[T]):
    """Things with the weights they are drawn by."""

    __slots__ = ("summed", "things")

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = things
        self.summed = list(accumulate(weights))  # summed once, so that a draw is one bisection

    def draw(self, rng: Random) -> T:
        """One of them."""
        return rng.choices(self.things, cum_weights=self.summed)[0]


def weigh(weights: Mapping[str, float]) -> Weighted[str]:
    """Words with their weights, as a table of TOML has them."""
    return Weighted(list(weights), list(weights.values()))


def seeded(*parts: object) -> Random:
    """Chance that depends on nothing but these words."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - look-alikes, no secrets


def pick(rng: Random, things: Sequence[T]) -> T:
    """One of the things; three times as fast as `Random.choice`, which matters here."""
    return things[int(rng.random() * len(things))]


@lru_cache(maxsize=16)
def read_table(name: str) -> Table:
    """A table of data/sample_tables."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def read_occupations() -> tuple[Table, ...]:
    """The occupations of all fields, each with the `field` it stands in."""
    return tuple(
        occupation | {"field": path.stem.removeprefix("occupations_")}
        for path in sorted(FOLDER.glob("occupations_*.toml"))
        for occupation in tomllib.loads(path.read_text(encoding="utf-8"))["occupation"]
    )
