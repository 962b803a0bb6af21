"""Which advertisements are behind one mark of a figure: all that marks tell apart, in a filter."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Final

import pandas as pd

from analytics.advertisements import OPEN
from analytics.filter import EVERYTHING, SCHOOLING, Filter
from analytics.matched import ON_THEM, PORTALS
from analytics.skills_filter import asking_for
from analytics.supervision import DEMANDS
from analytics.topics_filter import of_topic
from analytics.wages_filter import PayFilter
from data.reference import classifications

UNSTATED: Final = "unstated"
# What `occupations.share_demands` tells apart, as conditions on a row `{v}` of vacancies.
_YEARS: Final = "{v}.experience_min_years"
ASKED: Final[Mapping[str, str]] = {
    **{f"education:{level}": f"{{v}}.education_min = '{level}'" for level in SCHOOLING},
    f"education:{UNSTATED}": "{v}.education_min IS NULL",
    "experience:0": f"{_YEARS} = 0",
    "experience:below_1": f"{_YEARS} > 0 AND {_YEARS} < 1",
    "experience:1_2": f"{_YEARS} >= 1 AND {_YEARS} < 3",
    "experience:3_4": f"{_YEARS} >= 3 AND {_YEARS} < 5",
    "experience:5_more": f"{_YEARS} >= 5",
    f"experience:{UNSTATED}": f"{_YEARS} IS NULL",
    "restriction:any": DEMANDS["any_limit"].test.replace("v.", "{v}."),
    "restriction:age_max": "{v}.age_max IS NOT NULL",
    "restriction:age_min": "{v}.age_min IS NOT NULL",
    "restriction:female": "{v}.sex = 'female'",
    "restriction:male": "{v}.sex = 'male'",
    "restriction:appearance": "coalesce({v}.appearance, false)",
    "restriction:marital": "{v}.marital IS NOT NULL",
    "restriction:height": "{v}.height IS NOT NULL",
    "restriction:religion": "{v}.religion IS NOT NULL",
}
# Skills that can be taught, as `training_gap.compare_mix` counts them.
_FIELD: Final = "SELECT m.vacancy FROM mentions m WHERE m.kind <> 'soft' AND m.\"group\" = $field"
_WORDING: Final = "SELECT u.vacancy FROM unlisted_mentions u WHERE u.wording = $wording"
# A second portal, or the same one that shows a vacancy more than once.
_ALSO: Final = "list_contains({v}.portals, $also)"
_TWICE: Final = (
    "{v}.vacancy_id IN (SELECT p.vacancy_id FROM postings p WHERE p.portal = $also"
    " GROUP BY p.vacancy_id HAVING count(*) > 1)"
)
_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Behind(PayFilter):
    """A PayFilter with what else a mark may narrow to; what is empty does not narrow.

    `skills` are all asked for (ids of the taxonomy), `topic` is an id of topics, `title` as
    advertised, `wording` one of unlisted_mentions, `field` of the taxonomy, `group` of occupations
    of Sakernas, `also` a second portal that shows the same vacancy, `demand` of DEMANDS, `asked` a
    key of ASKED. `matched` are months: only portals
    read in each of them, and `is_matched_described` those with described vacancies in each.
    `is_described` are those whose text was read, `is_open` those still open.
    """

    skills: tuple[str, ...] = ()
    topic: str = ""
    title: str = ""
    wording: str = ""
    field: str = ""
    group: str = ""
    also: str = ""
    demand: str = ""
    asked: str = ""
    matched: tuple[str, ...] = ()
    is_matched_described: bool = False
    is_described: bool = False
    is_open: bool = False

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row of `vacancies` called `alias`, and its values."""
        sql, found = PayFilter.condition(self, alias)
        tests, values = [sql], dict(found)
        for i, skill in enumerate(self.skills):
            test, _ = asking_for(EVERYTHING, skill).condition(alias)
            tests.append(test.replace("$skill", f"$skill_{i}"))
            values[f"skill_{i}"] = skill
        if self.topic:
            test, told = of_topic(EVERYTHING, self.topic).condition(alias)
            tests.append(test)
            values |= told
        for name, test in _TESTS.items():
            if getattr(self, name):
                tests.append(test.format(v=alias))
                values[name] = getattr(self, name)
        if self.also:
            test = _TWICE if self.also == self.portal else _ALSO
            tests.append(test.format(v=alias))
            values["also"] = self.also
        if self.group:
            tests.append(f"list_contains($groups, left({alias}.occupation, {_DIGITS}))")
            values["groups"] = _codes_of(self.group)
        if self.demand:
            tests.append(f"({DEMANDS[self.demand].test.replace('v.', f'{alias}.')})")
        if self.asked:
            tests.append(f"({ASKED[self.asked].format(v=alias)})")
        if self.is_described:
            tests.append(f"{alias}.description_characters IS NOT NULL")
        if self.is_open:
            tests.append(f"({OPEN.replace('v.', f'{alias}.')})")
        if self.matched:
            tests.append(ON_THEM.format(v=alias, portals=self._matched()))
            values["matched"] = list(self.matched)
        return " AND ".join(tests), values

    def _matched(self) -> str:
        """The portals read in each of the months, as a query."""
        described = " AND d.description_characters IS NOT NULL" if self.is_matched_described else ""
        where = f"list_contains($matched, d.month){described}"
        return PORTALS.format(table="vacancies", where=where, months="len($matched)")


_TESTS: Final[Mapping[str, str]] = {
    "title": "{v}.title = $title",
    "wording": f"{{v}}.vacancy IN ({_WORDING})",
    "field": f"{{v}}.vacancy IN ({_FIELD})",
}


@lru_cache(maxsize=32)
def _codes_of(group: str) -> list[str]:
    """The KBJI codes of _DIGITS digits of a group of occupations of Sakernas."""
    return [
        code
        for code, one in classifications.occupations().items()
        if one.level == _DIGITS and classifications.sakernas_occupation(code) == group
    ]


def behind(where: Filter, **more: object) -> Behind:
    """What a filter of any kind narrows to, and `more` fields of Behind."""
    known = {one.name for one in fields(Behind)}
    told = {one.name: getattr(where, one.name) for one in fields(where) if one.name in known}
    skill = getattr(where, "skill", "")
    asks = (skill,) if skill else ()
    return Behind(**{"skills": asks, **told, **more})


def in_months(where: Filter, first: str, last: str = "") -> Behind:
    """The same, of those posted in a month ("YYYY-MM"), or from one month to another."""
    start, end = pd.Period(first, "M").start_time, pd.Period(last or first, "M").end_time
    return replace(behind(where), period_from=start.date(), period_to=end.date())


def in_windows(where: Filter, first: str, last: str, *, is_described: bool) -> Behind:
    """The same, of the windows that growth compares: on portals read in each month of both."""
    return replace(
        in_months(where, first, last),
        matched=tuple(str(one) for one in pd.period_range(first, last, freq="M")),
        is_matched_described=is_described,
        is_described=is_described,
    )
