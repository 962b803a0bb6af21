"""Which vacancies a question is about, and the one place where that becomes SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filter:
    """Which vacancies count; a field that is None does not narrow.

    `period_from` and `period_to` are days of posting, both included; a vacancy without a date is
    outside every period. `province` and `regency` are BPS codes, `portal` is a portal's name,
    `remote` is onsite, hybrid or remote; a vacancy that does not say is none of the three.
    `sector` is a KBLI 2020 section; `occupation` a KBJI 2014 code of 1 to 4 digits that takes in
    all below it. `education` is the schooling a person has and `experience` the years: vacancies
    that ask for more are left out, those that do not say stay in.
    """

    period_from: date | None = None
    period_to: date | None = None
    province: str | None = None
    regency: str | None = None
    portal: str | None = None
    remote: str | None = None
    sector: str | None = None
    occupation: str | None = None
    education: str | None = None
    experience: float | None = None

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row of `vacancies` or `mentions` called `alias`, and its values.

        `mentions`, `mentions_by_skill` and `vacancy_topics` have every column asked for here.
        """
        chosen = {
            name: value
            for name, value in ((name, getattr(self, name)) for name in _CONDITIONS)
            if value is not None
        }
        if not chosen:
            return "true", {}
        if self.education is not None and self.education not in SCHOOLING:
            raise ValueError(f"{self.education!r} is no level of schooling: {', '.join(SCHOOLING)}")
        sql = " AND ".join(_CONDITIONS[name].format(v=alias) for name in chosen)
        return sql, chosen


# Years of school behind each level; SMA and SMK are of one rank, and so are D4 and S1.
SCHOOLING: Mapping[str, int] = {
    "sd": 6,
    "smp": 9,
    "sma": 12,
    "smk": 12,
    "d1": 13,
    "d2": 14,
    "d3": 15,
    "d4": 16,
    "s1": 16,
    "s2": 18,
    "s3": 21,
}
_YEARS = "CASE {of} " + " ".join(f"WHEN '{k}' THEN {y}" for k, y in SCHOOLING.items()) + " END"

# Values reach DuckDB only as parameters; the names are those of the fields above.
_CONDITIONS: Mapping[str, str] = {
    "period_from": "{v}.posted >= $period_from",
    "period_to": "{v}.posted <= $period_to",
    "province": "{v}.province = $province",
    "regency": "{v}.regency = $regency",
    "portal": (
        "{v}.portal_set IN "
        "(SELECT s.portal_set FROM portal_sets s WHERE list_contains(s.portals, $portal))"
    ),
    "remote": "{v}.remote = $remote",
    "sector": "{v}.sector = $sector",
    "occupation": "starts_with({v}.occupation, $occupation)",
    "education": (
        f"({{v}}.education_min IS NULL OR {_YEARS.format(of='{v}.education_min')}"
        f" <= {_YEARS.format(of='$education')})"
    ),
    "experience": ("({v}.experience_min_years IS NULL OR {v}.experience_min_years <= $experience)"),
}

EVERYTHING = Filter()
