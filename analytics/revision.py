"""What a newer snapshot says otherwise than an older one, and why: the diff of two publications."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filter import EVERYTHING, Filter
from analytics.growth import KINDS
from data.snapshot import Snapshot

Marks = NDArray[np.uint64]

# new: the advertisement was not in the older snapshot; withdrawn: it is not in the newer one;
# reading: the same advertisement, read by another version of the reader; other: the advertisement
# was edited or its day corrected, or other advertisements were put together with it.
CAUSES: Final = ("new", "withdrawn", "reading", "other")
# What the reader tells of a vacancy, by column. Scores move with every training and are no figure;
# sightings (last_seen, closed, postings) change as time goes by and revise nothing.
READINGS: Final = (
    "title", "language", "occupation", "seniority", "sector", "province", "regency", "locations",
    "remote", "wage_min", "wage_max", "wage_currency", "wage_period", "wage_min_idr",
    "wage_max_idr", "wage_flags", "education_min", "experience_min_years", "employment_type",
    "age_min", "age_max", "sex", "appearance", "marital", "height", "religion", "benefits",
)  # fmt: skip
# Tables of rows that belong to a vacancy, and what tells its rows apart.
_DETAILS: Final = {
    "mentions": ("skill",),
    "unlisted_mentions": ("wording",),
    "risks": ("kind", "field", "text"),
}
# The same rows in another order, or counted from the others: they revise nothing of their own.
_DERIVED: Final = (
    "mentions_by_skill", "looks", "spells", "portal_sets", "vacancy_counts", "skill_counts",
    "portal_counts", "changes",
)  # fmt: skip
_KINDS: Final = {**KINDS, "month": "v.month", "skill": "m.skill"}
_COUNTS: Final = ("n_before", "n_after", *CAUSES)


@dataclass(frozen=True, slots=True)
class _Origins:
    """Which vacancies of one snapshot the other has as well, by marks (64-bit hashes of ids)."""

    same: Marks  # in both
    moved: Marks  # only here, but with an advertisement that the other has under another vacancy


def revise_tables(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """How many rows of each table differ, one row a table and cause (of CAUSES).

    Columns: table, cause, n (rows that differ for that cause), n_before, n_after (rows of the table
    in each snapshot). For vacancies: new and withdrawn are those none of whose advertisements the
    other snapshot has; a vacancy in both that reads otherwise (any of READINGS) is "reading" where
    the snapshots name different readers, else "other"; one that was put together otherwise counts
    as "other" in each snapshot that has it. Postings: "other" are those under another vacancy, or
    with another day or address. Mentions, unlisted mentions and risks have the cause of their
    vacancy; "reading" or "other" in vacancies that both have. Skills: new and withdrawn entries,
    "other" for renamed ones. Where the reader changed and an advertisement was edited as well, the
    reader gets the blame: a snapshot does not keep the words. Other tables (the operator's) show
    their rows only as new or withdrawn in number.
    """
    changed = _cause_of_change(before, after)
    own, others = _origins(before, after), _origins(after, before)
    rows = [
        ("postings", _compare_postings(before, after)),
        ("vacancies", _compare_vacancies(before, after, own, others, changed)),
        ("skills", _compare_skills(before, after)),
    ]
    rows += [
        (table, _compare_details(before, after, own, others, changed, table)) for table in _DETAILS
    ]
    compared = {*_DERIVED, *(table for table, _ in rows)}
    for table in sorted((set(before.meta.tables) | set(after.meta.tables)) - compared):
        gained = _rows(after, table) - _rows(before, table)
        rows.append((table, {"new": max(gained, 0), "withdrawn": max(-gained, 0)}))
    return pd.DataFrame(
        [
            (table, cause, counts.get(cause, 0), _rows(before, table), _rows(after, table))
            for table, counts in rows
            for cause in CAUSES
        ],
        columns=["table", "cause", "n", "n_before", "n_after"],
    )


def revise_counts(
    before: Snapshot,
    after: Snapshot,
    where: Filter = EVERYTHING,
    kind: str = "month",
    digits: int = 4,
) -> pd.DataFrame:
    """How far each published count was revised, and by which cause; most revised first.

    `kind` is "month", "province", "regency", "sector", "occupation" (KBJI, `digits` digits) or
    "skill". Columns: the kind's name, n_before, n_after (vacancies asked about, as either snapshot
    has them), new, withdrawn, reading, other (what each cause adds or takes away: n_after −
    n_before is their sum), change (n_after / n_before − 1, missing where n_before is 0). New
    advertisements of a month long past are late finds, not a revision of the market.
    """
    changed = _cause_of_change(before, after)
    sides = ((before, after, "n_before"), (after, before, "n_after"))
    frames = []
    for snapshot, other, name in sides:
        rows = _rows_of(snapshot, where, kind, digits)
        origins = _origins(snapshot, other)
        ids = rows["mark"].to_numpy(np.uint64)
        rows["same"], rows["moved"] = np.isin(ids, origins.same), np.isin(ids, origins.moved)
        frames.append(rows.assign(side=name))
    old, new = frames
    # A vacancy in the same cell of both is no revision.
    stays = old.merge(new, on=["mark", "kind"], how="outer", indicator=True, suffixes=("", "_new"))
    only_old = old.merge(
        stays.loc[stays["_merge"] == "left_only", ["mark", "kind"]], on=["mark", "kind"]
    )
    only_new = new.merge(
        stays.loc[stays["_merge"] == "right_only", ["mark", "kind"]], on=["mark", "kind"]
    )
    table = pd.DataFrame(
        {
            "n_before": old.groupby("kind").size(),
            "n_after": new.groupby("kind").size(),
            "gone": only_old[~only_old["same"] & ~only_old["moved"]].groupby("kind").size(),
            "new": only_new[~only_new["same"] & ~only_new["moved"]].groupby("kind").size(),
            "left": only_old[only_old["same"]].groupby("kind").size(),
            "came": only_new[only_new["same"]].groupby("kind").size(),
            "split": only_old[only_old["moved"]].groupby("kind").size(),
            "joined": only_new[only_new["moved"]].groupby("kind").size(),
        }
    )
    table = table.fillna(0).astype(int).rename_axis(kind)
    table["withdrawn"] = -table["gone"]
    table["reading"], table["other"] = 0, table["joined"] - table["split"]
    table[changed] += table["came"] - table["left"]
    table["change"] = table["n_after"] / table["n_before"].where(table["n_before"] > 0) - 1
    revised = (table["n_after"] - table["n_before"]).abs()
    in_order = table.assign(revised=revised).sort_values(
        ["revised", kind], ascending=[False, kind != "month"]
    )
    return in_order.reset_index()[[kind, *_COUNTS, "change"]]


def revise_readings(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """In how many vacancies of both snapshots each reading changed, most first.

    Columns: column (of READINGS), n (vacancies in both snapshots), changed (that read otherwise),
    filled (that were empty), emptied (that became empty), share (changed / n, 0 to 1, missing for
    n = 0).
    """
    rows = []
    for column in READINGS:
        sides = [
            _unique(
                snapshot.frame(
                    f"SELECT hash(vacancy_id)::UBIGINT AS mark, hash({column})::UBIGINT AS value,"  # noqa: S608 - constants of this module
                    f" {column} IS NULL AS empty FROM vacancies"
                )
            )
            for snapshot in (before, after)
        ]
        both = _beside(sides[0], sides[1])
        was, is_now = both["empty_old"].astype(bool), both["empty"].astype(bool)
        n, changed = len(both), int((both["value_old"] != both["value"]).sum())
        rows.append(
            {
                "column": column,
                "n": n,
                "changed": changed,
                "filled": int((was & ~is_now).sum()),
                "emptied": int((~was & is_now).sum()),
                "share": changed / n if n else np.nan,
            }
        )
    found = pd.DataFrame(rows).sort_values(["changed", "column"], ascending=[False, True])
    return found.reset_index(drop=True)


def _cause_of_change(before: Snapshot, after: Snapshot) -> str:
    """Why the same advertisement reads otherwise."""
    readers = [snapshot.meta.versions.get("reader") for snapshot in (before, after)]
    return "other" if readers[0] == readers[1] else "reading"


def _rows(snapshot: Snapshot, table: str) -> int:
    told = snapshot.meta.tables.get(table)
    return told.rows if told is not None else 0


def _unique(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("mark")


def _beside(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The rows of both by mark; the columns of the older have "_old" behind their names."""
    return old.add_suffix("_old").join(new, how="inner")


def _postings(snapshot: Snapshot) -> pd.DataFrame:
    """Columns: mark (of the advertisement, index), vacancy (its mark), facts (hash of the rest)."""
    return _unique(
        snapshot.frame(
            """
            SELECT hash(portal, portal_id)::UBIGINT AS mark, hash(vacancy_id)::UBIGINT AS vacancy,
                hash(url, posted)::UBIGINT AS facts FROM postings
            """
        )
    )


def _origins(snapshot: Snapshot, other: Snapshot) -> _Origins:
    here, there = _postings(snapshot), _postings(other)
    same = np.intersect1d(_marks(snapshot), _marks(other))
    shared = here.loc[here.index.isin(there.index), "vacancy"].to_numpy(np.uint64)
    return _Origins(same, np.setdiff1d(shared, same))


def _marks(snapshot: Snapshot) -> Marks:
    found = snapshot.frame("SELECT hash(vacancy_id)::UBIGINT AS mark FROM vacancies")
    return found["mark"].to_numpy(np.uint64)


def _rows_of(snapshot: Snapshot, where: Filter, kind: str, digits: int) -> pd.DataFrame:
    """Columns: mark, kind: the vacancies asked about that tell the kind."""
    condition, parameters = where.condition()
    if kind == "occupation":
        parameters = {**parameters, "digits": digits}
    mentions = "JOIN mentions m USING (vacancy)" if kind == "skill" else ""
    return snapshot.frame(
        f"""
        SELECT hash(v.vacancy_id)::UBIGINT AS mark, {_KINDS[kind]} AS kind
        FROM vacancies v {mentions} WHERE {condition} AND {_KINDS[kind]} IS NOT NULL
        """,  # noqa: S608 - the condition is Filter's own text, kinds are constants
        parameters,
    )


def _compare_postings(before: Snapshot, after: Snapshot) -> dict[str, int]:
    old, new = _postings(before), _postings(after)
    both = _beside(old, new)
    differs = (both["vacancy_old"] != both["vacancy"]) | (both["facts_old"] != both["facts"])
    return {
        "new": len(new) - len(both),
        "withdrawn": len(old) - len(both),
        "other": int(differs.sum()),
    }


def _compare_vacancies(
    before: Snapshot, after: Snapshot, own: _Origins, others: _Origins, changed: str
) -> dict[str, int]:
    columns = ", ".join((*READINGS, "posted"))
    old, new = (
        _unique(
            snapshot.frame(
                f"SELECT hash(vacancy_id)::UBIGINT AS mark, hash({columns})::UBIGINT AS value"  # noqa: S608 - constants of this module
                " FROM vacancies"
            )
        )
        for snapshot in (before, after)
    )
    both = _beside(old, new)
    counts = dict.fromkeys(CAUSES, 0)
    counts["new"] = len(new) - len(others.same) - len(others.moved)
    counts["withdrawn"] = len(old) - len(own.same) - len(own.moved)
    counts["other"] = len(own.moved) + len(others.moved)
    counts[changed] += int((both["value_old"] != both["value"]).sum())
    return counts


def _compare_skills(before: Snapshot, after: Snapshot) -> dict[str, int]:
    old, new = (
        _unique(
            snapshot.frame(
                'SELECT id AS mark, hash(name_id, name_en, kind, "group")::UBIGINT AS value'
                " FROM skills"
            )
        )
        for snapshot in (before, after)
    )
    both = _beside(old, new)
    return {
        "new": len(new) - len(both),
        "withdrawn": len(old) - len(both),
        "other": int((both["value_old"] != both["value"]).sum()),
    }


def _compare_details(
    before: Snapshot,
    after: Snapshot,
    own: _Origins,
    others: _Origins,
    changed: str,
    table: str,
) -> dict[str, int]:
    """Rows of one snapshot only, by the cause that their vacancy gives them."""
    old, new = (_details(snapshot, table, _DETAILS[table]) for snapshot in (before, after))
    counts = dict.fromkeys(CAUSES, 0)
    sides = ((old, new, own, "withdrawn"), (new, old, others, "new"))
    for rows, opposite, origins, cause in sides:
        only = rows.loc[~rows.index.isin(opposite.index), "vacancy"].to_numpy(np.uint64)
        is_same, is_moved = np.isin(only, origins.same), np.isin(only, origins.moved)
        counts[changed] += int(is_same.sum())
        counts["other"] += int(is_moved.sum())
        counts[cause] += int((~is_same & ~is_moved).sum())
    return counts


def _details(snapshot: Snapshot, table: str, told: Sequence[str]) -> pd.DataFrame:
    """Columns: mark (of the row, index), vacancy (mark of its vacancy)."""
    columns = ", ".join(("v.vacancy_id", *(f"t.{name}" for name in told)))
    return _unique(
        snapshot.frame(
            f"SELECT hash({columns})::UBIGINT AS mark, hash(v.vacancy_id)::UBIGINT AS vacancy"  # noqa: S608 - constants of this module
            f" FROM {table} t JOIN vacancies v USING (vacancy)"
        )
    )
