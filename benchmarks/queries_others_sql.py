"""The questions in plain SQL that SQLite and DuckDB both read, over tables without any rollup."""

from datetime import date
from typing import Final

import pandas as pd

from analytics.filter import Filter
from benchmarks.queries_others_dialect import (
    DESCRIBED,
    FLAGGED,
    LIMITS,
    OPEN,
    PAID,
    RUPIAH,
    Dialect,
)
from benchmarks.queries_others_ways import DEMANDS, NOT_FULL_TIME, WARNINGS

_NAMED: Final = {"mentions": "skill", "vacancy_topics": "topic"}


class SqlWay(Dialect):
    """A Way whose answers are SQL."""

    def totals(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            SELECT count(*) AS n, count(v.posted) AS n_dated, count(v.province) AS n_placed,
                count(*) FILTER (WHERE v.remote = 'remote') AS n_remote,
                count(DISTINCT v.company) AS employers, coalesce(sum(v.postings), 0) AS postings,
                min(v.posted) AS posted_from, max(v.posted) AS posted_to
            FROM vacancies v WHERE {condition}
            """,
            values,
        )

    def covered(self) -> pd.DataFrame:
        day = self.part_of("v.posted", "day")
        return self.frame(
            f"""
            SELECT v.month, min({day}) AS first_day, max({day}) AS last_day
            FROM vacancies v WHERE v.posted IS NOT NULL GROUP BY v.month
            """,
            {},
        )

    def months(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            SELECT v.month, count(*) AS n FROM vacancies v
            WHERE v.posted IS NOT NULL AND {condition} GROUP BY v.month
            """,
            values,
        )

    def portals(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        found = self.frame(
            f"""
            SELECT v.portal, count(*) AS n, max(v.last_seen) AS last_seen,
                (SELECT count(*) FROM vacancies v WHERE {condition}) AS base
            FROM {self.shown} v WHERE {condition} GROUP BY v.portal
            """,
            values,
        )
        return found.assign(last_seen=self.moments(found["last_seen"]))

    def titles(self, where: Filter, at_least: int, limit: int) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            SELECT v.title, count(*) AS n, count(DISTINCT v.company) AS employers,
                (SELECT count(*) FROM vacancies v WHERE {condition}) AS base
            FROM vacancies v WHERE v.title IS NOT NULL AND {condition}
            GROUP BY v.title HAVING count(*) >= $at_least ORDER BY n DESC, v.title LIMIT $limit
            """,
            {**values, "at_least": at_least, "limit": limit},
        )

    def groups(self, where: Filter, kind: str, digits: int, *, more: bool) -> pd.DataFrame:
        condition, values = self.condition(where)
        key, known = self.kind_of(kind, digits)
        counts = ["count(*) AS n", "count(DISTINCT v.employer) AS employers"]
        if more:
            counts += [
                f"count(*) FILTER (WHERE {OPEN}) AS n_open",
                f"count(*) FILTER (WHERE {PAID}) AS n_wage",
                "count(*) FILTER (WHERE v.posted > $new_from) AS n_new",
            ]
            values |= self.now()
        return self.frame(
            f"""
            SELECT {key} AS key, {", ".join(counts)} FROM vacancies v
            WHERE {known} AND {condition} GROUP BY 1
            """,
            values,
        )

    def windows(self, where: Filter, kind: str, digits: int, months: list[str]) -> pd.DataFrame:
        condition, values = self.condition(where)
        key, known = self.kind_of(kind, digits)
        matched, more = self.matched(months, "true")
        return self.frame(
            f"""
            SELECT {key} AS key, count(*) FILTER (WHERE v.month >= $middle) AS n_recent,
                count(*) FILTER (WHERE v.month < $middle) AS n_before
            FROM vacancies v WHERE {known} AND {matched} AND {condition} GROUP BY 1
            """,
            {**values, **more},
        )

    def named_windows(
        self, where: Filter, table: str, months: list[str], at_least: int
    ) -> pd.DataFrame:
        condition, values = self.condition(where)
        matched, more = self.matched(months, DESCRIBED)
        column = _NAMED[table]
        found = self.frame(
            f"""
            WITH asked AS (
                SELECT v.vacancy, v.month FROM vacancies v
                WHERE {DESCRIBED} AND {matched} AND {condition}
            )
            SELECT m.{column} AS key, count(*) FILTER (WHERE a.month < $middle) AS n_before,
                count(*) FILTER (WHERE a.month >= $middle) AS n_recent,
                (SELECT count(*) FROM asked WHERE month < $middle) AS base_before,
                (SELECT count(*) FROM asked WHERE month >= $middle) AS base_recent
            FROM {table} m JOIN asked a ON a.vacancy = m.vacancy
            WHERE m.{column} IS NOT NULL GROUP BY m.{column} HAVING count(*) >= $at_least
            """,
            {**values, **more, "at_least": at_least},
        )
        return found.assign(key=self.skill_ids(found["key"])) if column == "skill" else found

    def skills(self, where: Filter, at_least: int) -> pd.DataFrame:
        condition, values = self.condition(where)
        asked = f"{DESCRIBED} AND {condition}"
        found = self.frame(
            f"""
            SELECT m.skill, count(*) AS n, count(DISTINCT v.employer) AS employers,
                (SELECT count(*) FROM vacancies v WHERE {asked}) AS base
            FROM mentions m JOIN vacancies v ON v.vacancy = m.vacancy WHERE {asked}
            GROUP BY m.skill HAVING count(*) >= $at_least
            """,
            {**values, "at_least": at_least},
        )
        return found.assign(skill=self.skill_ids(found["skill"]))

    def names(self) -> pd.DataFrame:
        return self.frame('SELECT id AS skill, name_id, name_en, kind, "group" FROM skills', {})

    def neighbours(self, where: Filter, skill: str, at_least: int) -> pd.DataFrame:
        condition, values = self.condition(where)
        found = self.frame(
            f"""
            WITH described AS MATERIALIZED (
                SELECT v.vacancy FROM vacancies v WHERE {DESCRIBED} AND {condition}
            ), asked AS MATERIALIZED (
                SELECT k.vacancy FROM mentions k JOIN described d ON d.vacancy = k.vacancy
                WHERE k.skill = $skill
            )
            SELECT m.skill, count(*) AS n_skill, count(a.vacancy) AS n,
                (SELECT count(*) FROM asked) AS base, (SELECT count(*) FROM described) AS described
            FROM mentions m JOIN described d ON d.vacancy = m.vacancy
                LEFT JOIN asked a ON a.vacancy = m.vacancy
            WHERE m.skill <> $skill GROUP BY m.skill HAVING count(a.vacancy) >= $at_least
            """,
            {**values, "skill": self.skill_of(skill), "at_least": at_least},
        )
        return found.assign(skill=self.skill_ids(found["skill"]))

    def parts(self, where: Filter, skill: str, kind: str) -> pd.DataFrame:
        condition, values = self.condition(where)
        key, known = self.kind_of(kind, 4)
        return self.frame(
            f"""
            SELECT {key} AS key, count(*) AS base, count(k.vacancy) AS n,
                count(DISTINCT CASE WHEN k.vacancy IS NOT NULL THEN v.employer END) AS employers
            FROM vacancies v
                LEFT JOIN mentions k ON k.vacancy = v.vacancy AND k.skill = $skill
            WHERE {DESCRIBED} AND {known} AND {condition} GROUP BY 1
            """,
            {**values, "skill": self.skill_of(skill)},
        )

    def skill_pays(self, where: Filter, skill: str) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            WITH paid AS MATERIALIZED (
                SELECT v.occupation || '-' || v.province AS cell, v.employer,
                    CASE WHEN k.vacancy IS NULL THEN 0 ELSE 1 END AS has_skill,
                    v.wage_min_idr AS low_idr, v.wage_max_idr AS high_idr
                FROM vacancies v
                    LEFT JOIN mentions k ON k.vacancy = v.vacancy AND k.skill = $skill
                WHERE {DESCRIBED} AND v.occupation_digits = 4 AND v.province IS NOT NULL
                    AND {PAID} AND {condition}
            )
            SELECT * FROM paid WHERE cell IN (
                SELECT cell FROM paid GROUP BY cell
                HAVING max(has_skill) = 1 AND min(has_skill) = 0
            )
            """,
            {**values, "skill": self.skill_of(skill)},
        )

    def pays(self, where: Filter, kind: str | None) -> pd.DataFrame:
        condition, values = self.condition(where)
        group, known = self.kind_of(kind, 4) if kind else ("''", "true")
        return self.frame(
            f"""
            SELECT v.wage_min_idr AS low_idr, v.wage_max_idr AS high_idr, v.employer,
                {group} AS "group"
            FROM vacancies v WHERE {PAID} AND {known} AND {condition}
            """,
            values,
        )

    def stated(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            SELECT count(*) FILTER (WHERE {PAID}) AS n, count(*) AS base,
                count(*) FILTER (WHERE {FLAGGED}) AS n_implausible,
                count(*) FILTER (WHERE {RUPIAH} AND v.wage_period IS NULL) AS n_no_period,
                count(*) FILTER (WHERE {RUPIAH} AND v.wage_period = 'project') AS n_project,
                count(*) FILTER (WHERE v.wage_currency <> 'IDR') AS n_foreign
            FROM vacancies v WHERE {condition}
            """,
            values,
        )

    def demands(self, where: Filter, kind: str, start: date, stop: date) -> pd.DataFrame:
        condition, values = self.condition(where)
        key, known = self.kind_of(kind, 0)
        tests = {
            **LIMITS,
            "any_limit": " OR ".join(f"({test})" for test in LIMITS.values()),
            "experience": "v.experience_min_years >= 1",
            **{kind: self.has_risk([kind]) for kind in WARNINGS},
        }
        counts = ", ".join(
            f"count(*) FILTER (WHERE {tests[demand]}) AS {demand}" for demand in DEMANDS
        )
        return self.frame(
            f"""
            SELECT {key} AS key, count(*) AS n, {counts} FROM vacancies v
            WHERE {DESCRIBED} AND v.posted >= $start AND v.posted < $stop
                AND {known} AND {condition} GROUP BY 1
            """,
            {**values, "start": start, "stop": stop},
        )

    def signs(self, where: Filter, kinds: list[str]) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            SELECT count(*) FILTER (WHERE {self.has_risk(kinds)}) AS n, count(*) AS base
            FROM vacancies v WHERE {DESCRIBED} AND {condition}
            """,
            values,
        )

    def full_time(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        types = ", ".join(f"'{name}'" for name in NOT_FULL_TIME)
        return self.frame(
            f"""
            SELECT coalesce(v.regency, v.province) AS area,
                {self.part_of("v.posted", "year")} AS year, v.wage_max_idr AS high_idr, v.employer
            FROM vacancies v
            WHERE {PAID} AND NOT coalesce(v.employment_type IN ({types}), false)
                AND v.wage_period <> 'hour' AND {condition}
            """,
            values,
        )

    def overlap(self) -> pd.DataFrame:
        return self.frame(
            """
            WITH shown AS MATERIALIZED (
                SELECT vacancy, portal, count(*) AS times FROM postings
                GROUP BY vacancy, portal
            ), sizes AS MATERIALIZED (
                SELECT portal, count(*) AS n FROM shown GROUP BY portal
            ), pairs AS (
                SELECT a.portal, b.portal AS other, count(*) AS n
                FROM shown a JOIN shown b ON b.vacancy = a.vacancy
                WHERE a.portal < b.portal OR (a.portal = b.portal AND a.times > 1)
                GROUP BY a.portal, b.portal
            )
            SELECT p.portal, p.other, p.n, CASE WHEN a.n < b.n THEN a.n ELSE b.n END AS smaller
            FROM pairs p JOIN sizes a ON a.portal = p.portal JOIN sizes b ON b.portal = p.other
            """,
            {},
        )

    def stock(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        # Of an opening on several portals only the days that no earlier span of it has count.
        return self.frame(
            f"""
            WITH told AS (
                SELECT s.begins, s.ends, max(s.ends) OVER (
                    PARTITION BY s.vacancy ORDER BY s.begins, s.ends
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS before
                FROM spans s WHERE {self._asked("s", condition)}
            ), pieces AS (
                SELECT CASE WHEN before >= begins THEN before + 1 ELSE begins END AS begins, ends,
                    CASE WHEN before IS NULL THEN 1 ELSE 0 END AS is_first
                FROM told WHERE before IS NULL OR ends > before
            )
            SELECT day, sum(step) AS step, sum(new) AS new FROM (
                SELECT begins AS day, count(*) AS step, sum(is_first) AS new FROM pieces GROUP BY 1
                UNION ALL SELECT ends + 1, -count(*), 0 FROM pieces GROUP BY 1
            ) steps GROUP BY day
            """,
            values,
        )

    def _asked(self, alias: str, condition: str) -> str:
        if condition == "true":
            return condition
        return f"{alias}.vacancy IN (SELECT v.vacancy FROM vacancies v WHERE {condition})"

    def advertisements(self, where: Filter, limit: int) -> pd.DataFrame:
        condition, values = self.condition(where)
        asked = f"{condition} AND {OPEN}"
        return self.frame(
            f"""
            WITH page AS MATERIALIZED (
                SELECT v.* FROM vacancies v WHERE {asked}
                ORDER BY v.posted DESC NULLS LAST, {self.ordered} LIMIT $limit
            ), seen AS (
                SELECT p.vacancy, p.portal, p.url, row_number() OVER (
                    PARTITION BY p.vacancy ORDER BY p.url IS NULL, p.closed IS NOT NULL,
                        p.last_seen DESC NULLS LAST, p.portal
                ) AS place
                FROM postings p WHERE p.vacancy IN (SELECT vacancy FROM page)
            )
            SELECT v.vacancy_id, v.title, v.company, v.province, v.regency, v.posted,
                CASE WHEN NOT {FLAGGED} THEN v.wage_min_idr END AS wage_min_idr,
                CASE WHEN NOT {FLAGGED} THEN v.wage_max_idr END AS wage_max_idr,
                1 AS is_open, s.portal, s.url, v.postings,
                (SELECT count(*) FROM vacancies v WHERE {asked}) AS n
            FROM page v LEFT JOIN seen s ON s.vacancy = v.vacancy AND s.place = 1
            ORDER BY v.posted DESC NULLS LAST, {self.ordered}
            """,
            {**values, **self.now(), "limit": limit},
        )

    def topics(self, where: Filter) -> pd.DataFrame:
        condition, values = self.condition(where)
        joined = "vacancy_topics k JOIN vacancies v ON v.vacancy = k.vacancy"
        return self.frame(
            f"""
            SELECT k.topic, count(*) AS n, count(DISTINCT v.employer) AS employers,
                (SELECT count(*) FROM {joined} WHERE {condition}) AS base
            FROM {joined} WHERE k.topic IS NOT NULL AND {condition} GROUP BY k.topic
            """,
            values,
        )

    def topic_jobs(self, where: Filter, most: int) -> pd.DataFrame:
        condition, values = self.condition(where)
        return self.frame(
            f"""
            WITH jobs AS (
                SELECT k.topic, v.occupation, count(*) AS n
                FROM vacancy_topics k JOIN vacancies v ON v.vacancy = k.vacancy
                WHERE v.occupation_digits = 4 AND k.topic IS NOT NULL AND {condition}
                GROUP BY k.topic, v.occupation
            ), placed AS (
                SELECT jobs.*, row_number() OVER (
                    PARTITION BY topic ORDER BY n DESC, occupation
                ) AS place FROM jobs
            )
            SELECT topic, occupation, n FROM placed WHERE place <= $most ORDER BY topic, place
            """,
            {**values, "most": most},
        )
