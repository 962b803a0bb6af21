"""A made-up market with an answer to each of the five questions of docs/three-taps.md."""

from tests.ui.market import Row, spread, vacancy

WELDERS = 40
CASHIERS = 36
PYTHON = 40


def market() -> list[Row]:
    """Two years in which East Java's clerks come to need Excel, and jobs in three towns.

    Welders in Batam (40, Rp6 to 9.9 million), cashiers in Bandung (36, from SMK without
    experience), programmers in Makassar (40, all asked for Python).
    """
    return [*_clerks(), *_welders(), *_cashiers(), *_programmers()]


def _clerks() -> list[Row]:
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
    rows: list[Row] = []
    for at, month in enumerate(["2024-11", "2024-12", *months[:22]]):
        for i, day in enumerate(spread(month, 20)):
            excel = ["microsoft-excel"] if i < (4 if at < 12 else 14) else []
            rows.append(
                vacancy(
                    len(rows), title="Admin", occupation="4110", sector="G", posted=day,
                    province="35", regency="3578", description_characters=300,
                    asks=["sql", *excel], education_min="s1", experience_min_years=1.0,
                )
            )  # fmt: skip
    return rows


def _welders() -> list[Row]:
    return [
        vacancy(
            1_000 + i, title="Welder", occupation="7212", sector="C", posted=day, province="21",
            regency="2171", description_characters=300, asks=["welding"], education_min="smk",
            experience_min_years=2.0, wage_min_idr=6_000_000 + 100_000 * i,
            wage_max_idr=6_000_000 + 100_000 * i, wage_currency="IDR", wage_period="month",
        )
        for i, day in enumerate(spread("2026-10", WELDERS))
    ]  # fmt: skip


def _cashiers() -> list[Row]:
    return [
        vacancy(
            2_000 + i, title="Kasir", occupation="5230", sector="G", posted=day, province="32",
            regency="3273", description_characters=300, education_min="smk",
            experience_min_years=0.0,
        )
        for i, day in enumerate(spread("2026-10", CASHIERS))
    ]  # fmt: skip


def _programmers() -> list[Row]:
    return [
        vacancy(
            3_000 + i, title="Programmer", occupation="2512", sector="J", posted=day,
            province="73", regency="7371", description_characters=700, asks=["python"],
            education_min="s1", experience_min_years=1.0,
        )
        for i, day in enumerate(spread("2026-10", PYTHON))
    ]  # fmt: skip
