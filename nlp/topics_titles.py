"""Find new titles: those that fit no occupation well and grow, at several firms and portals."""

from typing import Any, Final

import pandas as pd
from scipy.stats import beta

from data.text import fold_words
from nlp.topics_text import SETTINGS

_TITLES: Final[dict[str, Any]] = SETTINGS["titles"]
_RANKS: Final = frozenset(SETTINGS["stop"]["rank"].split())
COLUMNS: Final = (
    "key",
    "title",
    "n",
    "n_before",
    "employers",
    "portals",
    "first_month",
    "occupation_score",
    "probability",
    "examples",
)


def find_new_titles(rows: pd.DataFrame) -> pd.DataFrame:
    """New titles, the surest growth first.

    `rows`, a vacancy each: vacancy_id, title (as `normalise_title` gives it), occupation_score (0
    to 1, empty where no occupation is told), month (YYYY-MM), employer, portals (a list).
    Two windows of equally many months are compared, the last ones and those before, on the portals
    that both have. Gives key (the words compared), title (as most write it), n and n_before
    (vacancies of both windows), employers and portals (in the last window), first_month,
    occupation_score (median, 0 where none is told), probability (0 to 1, that the share of all
    vacancies grew by more than `titles.growth`), examples (vacancy_id of the newest).
    """
    told = rows[rows["month"].notna()]
    months = sorted(told["month"].unique())
    length = min(_TITLES["months"], len(months) // 2)
    if not length:
        return pd.DataFrame(columns=list(COLUMNS))
    late, early = set(months[-length:]), set(months[-2 * length : -length])
    told = told.assign(
        key=[make_key(title) for title in told["title"]],
        late=told["month"].isin(late),
        early=told["month"].isin(early),
        occupation_score=told["occupation_score"].astype(float).fillna(0.0),
    )
    shared = _list_portals(told[told["late"]]) & _list_portals(told[told["early"]])
    told["counted"] = [bool(shared & set(portals)) for portals in told["portals"]]
    told = told[(told["key"] != "") & told["counted"]]
    totals = int(told["late"].sum()), int(told["early"].sum())
    often = told.loc[told["late"], "key"].value_counts()
    told = told[told["key"].isin(often[often >= _TITLES["employers"]].index)]
    found = [
        row
        for key, group in told.groupby("key", sort=True)
        if (row := _judge(str(key), group, totals, shared))
    ]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    return table.sort_values(
        ["probability", "n", "key"], ascending=[False, False, True], ignore_index=True
    )


def make_key(title: str) -> str:
    """The words of a title without rank, contract and numbers: "Senior AI Trainer 2" as one."""
    words = fold_words(title)
    return " ".join(word for word in words if word not in _RANKS and not word.isdigit())


def grew(n: int, n_before: int, total: int, total_before: int) -> float:
    """The chance that a share grew by more than `titles.growth`.

    Both counts are Poisson with Jeffreys' prior, so that the one's part of both is a Beta.
    """
    wanted = (1 + _TITLES["growth"]) * total
    return float(beta.sf(wanted / (wanted + total_before), n + 0.5, n_before + 0.5))


def _list_portals(rows: pd.DataFrame) -> set[str]:
    return {portal for portals in rows["portals"] for portal in portals}


def _judge(
    key: str, group: pd.DataFrame, totals: tuple[int, int], shared: set[str]
) -> dict[str, object] | None:
    """The row of a title, or None where it is no new one."""
    late = group[group["late"]]
    employers, portals = int(late["employer"].nunique()), _list_portals(late) & shared
    if employers < _TITLES["employers"] or len(portals) < _TITLES["portals"]:
        return None
    score, before = float(group["occupation_score"].median()), int(group["early"].sum())
    probability = grew(len(late), before, *totals)
    if score >= _TITLES["score"] or probability < _TITLES["probability"]:
        return None
    newest = late.sort_values(["month", "vacancy_id"], ascending=[False, True])
    written = late["title"].value_counts()
    return {
        "key": key,
        "title": min(written[written == written.max()].index),
        "n": len(late),
        "n_before": before,
        "employers": employers,
        "portals": len(portals),
        "first_month": group["month"].min(),
        "occupation_score": round(score, 4),
        "probability": round(probability, 4),
        "examples": newest["vacancy_id"].head(_TITLES["examples"]).tolist(),
    }
