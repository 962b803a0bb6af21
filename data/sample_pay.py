"""What openings of the sample market pay, and the notations that adverts write it in."""

import math
from random import Random
from typing import Final

from data.sample_draw import Table, pick, read_table

HOURS_A_MONTH: Final = 173  # Kepmenaker 102/2004
DAYS_A_MONTH: Final = 25  # a six-day week
PROVINCE_WIDE: Final = "31"  # Jakarta has one minimum wage for all its cities


def draw_pay(
    rng: Random, occupation: Table, level: float, years: int, minimum: int, term: str
) -> tuple[int, int]:
    """Lowest and highest pay in rupiah a month, around the local minimum wage.

    Occupation and level move it, each year of experience beyond the least of the occupation adds a
    known share. Interns and part-timers get a part of a full wage.
    """
    rules = read_table("market")["pay"]
    lowest, highest = occupation["pay"]
    multiple = (lowest + rng.random() * rules["reach"] * (highest - lowest)) * level
    beyond = max(0, years - min(occupation["years"]))
    multiple *= (1 + rules["year_of_experience"]) ** beyond
    multiple *= math.exp(rng.gauss(0, rules["noise"]))
    multiple = min(max(multiple, rules["lowest"]), rules["highest"])
    if term == "internship":
        multiple = rng.uniform(*rules["intern"])
    elif term == "part_time":
        multiple *= rules["part"]
    step = rules["step"] if multiple * minimum < 8_000_000 else 2 * rules["step"]
    low = max(step, round(multiple * minimum / step) * step)
    if rng.random() < rules["single"]:
        return low, low
    high = round(low * (1 + rng.uniform(*rules["width"])) / step) * step
    return low, max(high, low + step)


def count_millions(amount_idr: int) -> str:
    """Rupiah in millions: 4,85 and 12,5 and 5."""
    return f"{amount_idr / 1e6:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def dots(amount_idr: int) -> str:
    """Rupiah with points: 4.850.000."""
    return f"{amount_idr:,}".replace(",", ".")


def describe_pay(low: int, high: int) -> dict[str, str]:
    """Every notation of the pay that a phrase may ask for."""
    day = -(-low // DAYS_A_MONTH // 5_000) * 5_000
    hour = -(-low // HOURS_A_MONTH // 1_000) * 1_000
    return {
        "low_dots": dots(low),
        "high_dots": dots(high),
        "low_commas": f"{low:,}",
        "high_commas": f"{high:,}",
        "low_jt": count_millions(low),
        "high_jt": count_millions(high),
        "day_dots": dots(day),
        "day_rb": str(day // 1000),
        "hour_dots": dots(hour),
        "hour_rb": str(hour // 1000),
    }


def name_minimum(province_code: str, city: str) -> str:
    """What the local minimum wage is called."""
    return "UMP DKI Jakarta" if province_code == PROVINCE_WIDE else f"UMK {city}"


def write_pay_field(rng: Random, portal: Table, low: int, high: int) -> str | None:
    """The words of the portal's pay field; None on portals that show figures only."""
    if not portal["pay"]:
        return None
    form = str(pick(rng, portal["pay"])).format_map(describe_pay(low, high))
    if low == high:
        # "Rp 5.000.000 - Rp 5.000.000" is how forms with two fields show one figure.
        return form if rng.random() < 0.5 else f"Rp {dots(low)}"
    return form
