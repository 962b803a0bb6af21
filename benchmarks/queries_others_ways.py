"""What every other way must tell, so that the same questions can be asked of each."""

from datetime import date
from typing import Final, Protocol

import pandas as pd

from analytics.filter import Filter

OURS: Final = "ours"
PANDAS: Final = "pandas"
SQLITE: Final = "SQLite"
UNSORTED: Final = "unsorted DuckDB"
WAYS: Final = (PANDAS, SQLITE, UNSORTED)


class Way(Protocol):
    """Rows read and counted by one engine; what is made of the counts is the same for all.

    `kind` is "occupation" (with `digits` of KBJI), "sector", "province" or "regency". Frames have
    the columns named, rows in any order. A filter narrows by province, regency and occupation.
    """

    def totals(self, where: Filter) -> pd.DataFrame:
        """n, n_dated, n_placed, n_remote, employers, postings, posted_from, posted_to."""

    def covered(self) -> pd.DataFrame:
        """month, first_day, last_day (of the month) of all dated vacancies."""

    def months(self, where: Filter) -> pd.DataFrame:
        """month, n."""

    def portals(self, where: Filter) -> pd.DataFrame:
        """portal, n, last_seen, base."""

    def titles(self, where: Filter, at_least: int, limit: int) -> pd.DataFrame:
        """title, n, employers, base: the most advertised."""

    def groups(self, where: Filter, kind: str, digits: int, *, more: bool) -> pd.DataFrame:
        """key, n, employers and, with `more`, n_open, n_wage, n_new."""

    def windows(self, where: Filter, kind: str, digits: int, months: list[str]) -> pd.DataFrame:
        """key, n_before, n_recent, on portals with vacancies in each of the months."""

    def named_windows(
        self, where: Filter, table: str, months: list[str], at_least: int
    ) -> pd.DataFrame:
        """key, n_before, n_recent, base_before, base_recent of described vacancies.

        `table` is "mentions" (key: the skill) or "vacancy_topics" (the topic).
        """

    def skills(self, where: Filter, at_least: int) -> pd.DataFrame:
        """skill, n, employers, base, of described vacancies."""

    def names(self) -> pd.DataFrame:
        """skill, name_id, name_en, kind, group."""

    def neighbours(self, where: Filter, skill: str, at_least: int) -> pd.DataFrame:
        """skill, n (with `skill` too), n_skill, base (with `skill`), described."""

    def parts(self, where: Filter, skill: str, kind: str) -> pd.DataFrame:
        """key, base, n, employers (of the n): described vacancies, n those that ask for it."""

    def skill_pays(self, where: Filter, skill: str) -> pd.DataFrame:
        """cell, employer, has_skill, low_idr, high_idr, in cells with and without the skill."""

    def pays(self, where: Filter, kind: str | None) -> pd.DataFrame:
        """low_idr, high_idr, employer and, with a kind, group: vacancies with pay that counts."""

    def stated(self, where: Filter) -> pd.DataFrame:
        """n, base, n_implausible, n_no_period, n_project, n_foreign."""

    def demands(self, where: Filter, kind: str, start: date, stop: date) -> pd.DataFrame:
        """key, n and a column a demand of DEMANDS; `kind` may be "month"; posted before `stop`."""

    def signs(self, where: Filter, kinds: list[str]) -> pd.DataFrame:
        """n (described vacancies with a risk of these kinds), base."""

    def full_time(self, where: Filter) -> pd.DataFrame:
        """area, year, high_idr, employer of vacancies with pay, full-time as far as they say."""

    def stock(self, where: Filter) -> pd.DataFrame:
        """day (days since 1970), step (of how many stand), new (that begin)."""

    def advertisements(self, where: Filter, limit: int) -> pd.DataFrame:
        """The columns of `list_advertisements` of the newest that still stand."""

    def topics(self, where: Filter) -> pd.DataFrame:
        """topic, n, employers, base."""

    def topic_jobs(self, where: Filter, most: int) -> pd.DataFrame:
        """topic, occupation, n: the `most` unit groups of each topic, most first."""

    def overlap(self) -> pd.DataFrame:
        """portal, other, n, smaller."""

    def close(self) -> None:
        """Let go."""


DEMANDS: Final = (
    "age", "sex", "looks", "marital", "height", "religion", "any_limit", "experience",
    "diploma_kept", "deposit", "penalty", "fee",
)  # fmt: skip
WARNINGS: Final = DEMANDS[-4:]
NOT_FULL_TIME: Final = ("part_time", "internship", "freelance", "daily")
UNSEEN_DAYS: Final = 60
NEW_DAYS: Final = 28
