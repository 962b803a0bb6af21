"""What is true of the sample market: its index, and what its rules say of many openings like it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from data.reference import areas
from data.sample import place_openings
from data.sample_calendar import DAYS_A_MONTH, Period, draw_moments
from data.sample_draw import read_occupations, read_table
from data.sample_limits import KINDS, limit_share
from data.sample_listings import NUMBERS_AN_OPENING, Placement
from data.sample_occupations import weigh_occupations
from data.sample_openings import draw_opening, scam_occupation
from data.sample_places import weigh_places
from data.sample_skills import all_trends, find_skill
from data.sample_truth import Truth, read_truth

# Openings drawn by the same rules with another seed: what the market's own openings are a draw of.
DRAWN: Final = 200_000
_OTHER_SEED: Final = 5_701
_SMOOTH: Final = 7
_WEST: Final = timedelta(hours=7)
FULL_TIME: Final = frozenset({"full_time", "contract"})
# How the look-alike portals (scrapers/lookalike) write the number of an advert as their id.
_NUMBERS: Final[Mapping[str, Callable[[str], int]]] = {
    "contoh_dealls": lambda shown: int(shown.removeprefix("c0a70"), 16),
    "contoh_jsonld": lambda shown: int(shown.rpartition("-")[2]),
    "contoh_kalibrr": lambda shown: int(shown) - 9_000_000,
    "contoh_karir_com": lambda shown: int(shown) - 9_100_000,
    "contoh_karirhub": lambda shown: int(shown.rpartition("-")[2]),
    "contoh_kitalulus": lambda shown: _of_letters(shown.rpartition("-")[2]),
}


def opening_of(portal: str, portal_id: str) -> int:
    """The number of the opening that an advert of a look-alike portal is of."""
    return _NUMBERS[portal](portal_id) // NUMBERS_AN_OPENING


def _of_letters(word: str) -> int:
    number = 0
    for letter in word:
        number = number * 26 + ord(letter) - ord("a")
    return number


@dataclass(frozen=True)
class Market:
    """A sample market: its head and openings, its adverts, and many openings by the same rules.

    `drawn` has a row an opening: occupation (KBJI), province, month (since the first day, with
    fractions), pay_idr (geometric middle of what it offers), is_full_time, is_below (offers less
    than the minimum wage at the most), skills (a frozenset of ids), and the chance of each limit
    (age, sex, looks, marital).
    """

    truth: Truth
    period: Period
    placements: Sequence[Placement]
    drawn: pd.DataFrame


def read_market(folder: Path, drawn: int = DRAWN) -> Market:
    """The market whose truth lies in `folder`, made again from its seed; the newest of several."""
    path = max(folder.glob("truth-*.json.gz"))
    truth = read_truth(path)
    period = Period(truth.until, _months(truth))
    return Market(
        truth,
        period,
        list(place_openings(period, len(truth.openings), truth.seed)),
        draw_openings(period, len(truth.openings), drawn),
    )


def _months(truth: Truth) -> int:
    return round((truth.until - truth.first).days / DAYS_A_MONTH)


def draw_openings(period: Period, openings: int, drawn: int) -> pd.DataFrame:
    """Market.drawn: so many openings of a market of `openings`, none of them in it."""
    rows = []
    for number, moment in enumerate(draw_moments(period, drawn, _OTHER_SEED), 1):
        opening = draw_opening(number, moment, period, openings, _OTHER_SEED)
        day = opening.posted.date()
        limits = {
            kind: 0.0
            if opening.scam
            else limit_share(kind, opening.occupation, day, opening.language)
            for kind in KINDS
        }
        rows.append(
            {
                "occupation": opening.occupation["isco"],
                "province": areas.regency(opening.place.code).province,
                "posted": pd.Timestamp(day),
                "month": period.months_into(day),
                "pay_idr": float(np.sqrt(opening.pay_low_idr * opening.pay_high_idr)),
                "is_full_time": opening.term in FULL_TIME,
                "high_idr": opening.pay_high_idr,
                "area": opening.place.code,
                "year": day.year,
                **limits,
            }
        )
    return pd.DataFrame(rows)


def expect_occupations(period: Period) -> pd.DataFrame:
    """The share of every occupation (columns) in the openings of each month since the first day.

    Exact, by the rules that openings are drawn by: no chance is in it.
    """
    scams = read_table("market")["scams"]["share"]
    places: dict[tuple[str, ...], float] = defaultdict(float)
    weighed = weigh_places()
    for place, weight in zip(weighed.things, np.diff(weighed.summed, prepend=0.0), strict=True):
        places[place.tags] += float(weight)
    rows = []
    for month in range(period.months):
        shares: dict[str, float] = defaultdict(float)
        for tags, part_here in places.items():
            found = weigh_occupations(tags, month, period.months)
            for occupation, part in zip(
                found.things, np.diff(found.summed, prepend=0.0), strict=True
            ):
                shares[occupation["isco"]] += part_here * float(part) / found.summed[-1]
        whole = weighed.summed[-1]
        row = {code: (1 - scams) * share / whole for code, share in shares.items()}
        row[scam_occupation()["isco"]] = row.get(scam_occupation()["isco"], 0.0) + scams
        rows.append(row)
    return pd.DataFrame(rows).fillna(0.0)


def expect_skills(occupations: pd.DataFrame) -> pd.DataFrame:
    """The share of openings that ask for every skill (columns) by name, by month; exact likewise.

    `occupations` is what `expect_occupations` gave.
    """
    told = read_table("market")["texts"]["skill_told"]
    moving = [trend for trend in all_trends() if trend.skill is not None]
    rows = []
    for month, shares in enumerate(occupations.to_dict("records")):
        asked: dict[str, float] = defaultdict(float)
        for occupation in read_occupations():
            code, words = occupation["isco"], occupation["skills"]
            ids = [find_skill(word).id for word in words]
            # With none of them drawn the first is asked for all the same.
            chances = dict.fromkeys(ids, told)
            chances[ids[0]] += (1 - told) ** len(words)
            for trend in moving:
                if code in trend.occupations:
                    grown = (trend.share or 0.0) * trend.grown(month + 0.5)
                    before = chances.get(str(trend.skill), 0.0)
                    chances[str(trend.skill)] = 1 - (1 - before) * (1 - min(grown, 1.0))
            for skill, chance in chances.items():
                asked[skill] += float(shares[code]) * chance
        rows.append(asked)
    return pd.DataFrame(rows).fillna(0.0)


def true_index(placements: Sequence[Placement], period: Period, base: date) -> pd.DataFrame:
    """Columns stock, new by day from `base` on: means of seven days, its 28 days are 100.

    An opening stands while any of its adverts does.
    """
    days = pd.date_range(period.first, period.until, freq="D")
    steps, new = np.zeros(len(days) + 400), np.zeros(len(days))
    for placement in placements:
        new[max((local(placement.opening.posted) - period.first).days, 0)] += 1
        until = None
        for listing in sorted(placement.listings, key=lambda one: one.posted):
            begin = (local(listing.posted) - period.first).days
            end = (local(listing.gone) - period.first).days + 1
            if until is not None:  # what another advert of the opening covers already
                begin, end = max(begin, until), max(end, until)
            steps[begin] += 1
            steps[end] -= 1
            until = end
    levels = pd.DataFrame({"stock": np.cumsum(steps)[: len(days)], "new": new}, index=days)
    level = levels.loc[str(base) : str(base + timedelta(days=27))].mean()
    return (100 * levels.rolling(_SMOOTH).mean() / level).loc[str(base) :]


def local(moment: datetime) -> date:
    """The day in Jakarta."""
    return (moment + _WEST).date()
