"""Which portals are behind a snapshot and in what state, how far they overlap, which are off."""

import tomllib
from functools import lru_cache
from typing import Final

import pandas as pd

import settings
from analytics import statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.index_counts import GAP_DAYS, LEFT_DAYS, find_reporting
from analytics.regions_visibility import OUTAGE_DAYS
from data.snapshot import Snapshot

# The collector's facts of each portal; the folder holds other tables too.
_FACTS: Final = settings.ROOT / "scrapers"
_TOLD: Final = ("name", "title", "home", "covers", "off_reason", "terms", "robots_checked")
_FACT_OF_ALL: Final = "covers"


def list_coverage(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """What each portal gave to the part of the market asked about, most vacancies first.

    Columns: portal, postings, n (vacancies it shows), share (of all vacancies asked about, 0 to 1:
    the sum is above 1 where portals show the same ones; missing below SHARE_AT_LEAST in all),
    n_open, posted_from, posted_to (days; NaT where none is told), last_seen (UTC; NaT: imported
    without a sighting), days_unseen (from its last sighting to the newest of the snapshot),
    reported (part of the last OUTAGE_DAYS days of the snapshot on which it reported, 0 to 1), state
    ("reporting"; "late": not seen for more than GAP_DAYS; "left": for more than LEFT_DAYS, so that
    the index goes on without it; "unseen": never looked at, as in archives). It cannot say why a
    portal is silent: it may be down, blocked, switched off, or an archive.
    """
    condition, parameters = where.condition()
    found = snapshot.frame(
        f"""
        WITH asked AS (
            SELECT v.portal_set, count(*) AS n, count(*) FILTER (WHERE {OPEN}) AS n_open
            FROM vacancies v WHERE {condition} GROUP BY 1
        ), shown AS (
            SELECT portal, sum(n)::BIGINT AS n, sum(n_open)::BIGINT AS n_open FROM (
                SELECT unnest(s.portals) AS portal, a.n, a.n_open
                FROM asked a JOIN portal_sets s USING (portal_set)
            ) GROUP BY 1
        ), adverts AS (
            SELECT v.portal, count(*) AS postings, min(v.advertised) AS posted_from,
                max(v.advertised) AS posted_to, max(v.last_seen) AS last_seen
            FROM spells v WHERE {condition} GROUP BY 1
        )
        SELECT a.portal, a.postings, s.n, s.n_open, a.posted_from, a.posted_to, a.last_seen,
            (SELECT sum(n)::BIGINT FROM asked) AS base,
            (SELECT max(last_seen) FROM spells) AS newest
        FROM adverts a JOIN shown s USING (portal) ORDER BY s.n DESC, a.portal
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    )
    enough = found["base"] >= statistics.SHARE_AT_LEAST
    found["share"] = (found["n"] / found["base"]).where(enough)
    found["days_unseen"] = (found["newest"] - found["last_seen"]).dt.days
    found["reported"] = found["portal"].map(find_reporting(snapshot, OUTAGE_DAYS)).astype(float)
    found["state"] = [_state(days) for days in found["days_unseen"]]
    return found[list(_COVERAGE)]


_COVERAGE: Final = (
    "portal", "postings", "n", "share", "n_open", "posted_from", "posted_to", "last_seen",
    "days_unseen", "reported", "state",
)  # fmt: skip


def _state(days: float) -> str:
    if pd.isna(days):
        return "unseen"
    if days > LEFT_DAYS:
        return "left"
    return "late" if days > GAP_DAYS else "reporting"


def list_overlap(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How far portals show the same vacancies in the whole snapshot, most overlap first.

    The filter counts for nothing: the table is of all vacancies. Columns: portal, other (the same
    name: vacancies the portal showed more than once), n (vacancies that both show), smaller
    (vacancies of the smaller of the two), share (n in smaller, 0 to 1), interval_low, interval_high
    (Wilson, 95 %). Pairs whose smaller portal has fewer than SHARE_AT_LEAST vacancies are left out,
    and pairs that share none are not in the table. It is as good as the finding of duplicates: what
    was not recognised as the same is not in it.
    """
    del where
    found = snapshot.frame(
        """
        SELECT portal, other, n, least(portal_vacancies, other_vacancies) AS smaller
        FROM portal_overlap WHERE least(portal_vacancies, other_vacancies) >= $least
        """,
        {"least": statistics.SHARE_AT_LEAST},
    )
    found["share"] = found["n"] / found["smaller"]
    intervals = [
        statistics.share_interval(int(n), int(of))
        for n, of in zip(found["n"], found["smaller"], strict=True)
    ]
    found["interval_low"] = pd.Series([one.low if one else None for one in intervals], dtype=float)
    found["interval_high"] = pd.Series(
        [one.high if one else None for one in intervals], dtype=float
    )
    in_order = found.sort_values(["share", "portal", "other"], ascending=[False, True, True])
    return in_order.reset_index(drop=True)


def list_collectors(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The portals that there is a collector for, by name, and which of them are off and why.

    Columns: portal, title, home (address), covers (whose work it shows, in English), is_on (as the
    operator set it), is_on_usually (by the portal's own facts), off_reason, terms (sentences in
    English; "" where there is none), robots_checked (day on which terms and robots.txt were looked
    at), is_in (the snapshot holds postings of it). The filter counts for nothing.
    """
    del where
    chosen = settings.load()
    told = {portal.name for portal in snapshot.meta.portals}
    rows = [
        {
            "portal": facts["name"],
            **{name: facts.get(name, "") for name in _TOLD[1:]},
            "is_on_usually": facts["is_on"],
            "is_on": (facts["is_on"] or facts["name"] in chosen.portals_on)
            and facts["name"] not in chosen.portals_off,
            "is_in": facts["name"] in told,
        }
        for facts in _read_facts()
    ]
    return pd.DataFrame(rows)


@lru_cache(maxsize=1)
def _read_facts() -> list[dict[str, object]]:
    tables = [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(_FACTS.glob("*.toml"))
    ]
    return [table for table in tables if _FACT_OF_ALL in table]
