"""Which occupations the sample market has where and when: shares, kinds of places, trends."""

import math
from collections import defaultdict
from functools import lru_cache
from typing import Final

from data.sample_draw import Table, Weighted, read_occupations
from data.sample_places import weigh_places
from data.sample_skills import all_trends

_ROUNDS: Final = 60  # of fitting; the shares are then right to a hundredth of themselves


def is_found(occupation: Table, tags: tuple[str, ...]) -> bool:
    """Whether the work is found in a place with these tags."""
    return not occupation.get("tags") or not set(tags).isdisjoint(occupation["tags"])


@lru_cache(maxsize=1)
def fit_weights() -> tuple[float, ...]:
    """Weights by which each occupation gets its share of the nation.

    Work that only some places have must weigh more there: fitted in rounds, as in raking.
    """
    occupations = read_occupations()
    whole = sum(occupation["weight"] for occupation in occupations)
    wanted = [occupation["weight"] / whole for occupation in occupations]
    places = defaultdict[tuple[str, ...], float](float)
    for place in weigh_places().things:
        places[place.tags] += place.weight
    found = {tags: [n for n, o in enumerate(occupations) if is_found(o, tags)] for tags in places}
    weights = list(wanted)
    for _ in range(_ROUNDS):
        shares = [0.0] * len(weights)
        for tags, weight in places.items():
            here = weight / sum(weights[n] for n in found[tags])
            for n in found[tags]:
                shares[n] += here * weights[n]
        weights = [w * want / s for w, want, s in zip(weights, wanted, shares, strict=True)]
    return tuple(weights)


@lru_cache(maxsize=4_096)
def weigh_occupations(tags: tuple[str, ...], month: int, months: int) -> Weighted[Table]:
    """The occupations found where these kinds of places are, in a month of the period.

    The share of an occupation with a trend is exactly its usual one × exp(rate × months from the
    middle); the others share what is left.
    """
    time = month + 0.5 - months / 2
    found, shares, rates = _find(tags)
    grown = [
        share if rate is None else share * math.exp(rate * time)
        for share, rate in zip(shares, rates, strict=True)
    ]
    moved = sum(share for share, rate in zip(grown, rates, strict=True) if rate is not None)
    usual = sum(share for share, rate in zip(grown, rates, strict=True) if rate is None)
    factor = (1 - moved) / usual
    return Weighted(
        found,
        [s * factor if rate is None else s for s, rate in zip(grown, rates, strict=True)],
    )


@lru_cache(maxsize=256)
def _find(tags: tuple[str, ...]) -> tuple[list[Table], list[float], list[float | None]]:
    """The occupations of such places, their usual shares there, and their rates of change."""
    rates = {t.occupations[0]: t.rate for t in all_trends() if t.skill is None}
    pairs = zip(read_occupations(), fit_weights(), strict=True)
    found = [(o, weight) for o, weight in pairs if is_found(o, tags)]
    whole = sum(weight for _, weight in found)
    return (
        [o for o, _ in found],
        [weight / whole for _, weight in found],
        [rates.get(o["isco"]) for o, _ in found],
    )
