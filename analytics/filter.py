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
    """

    period_from: date | None = None
    period_to: date | None = None
    province: str | None = None
    regency: str | None = None
    portal: str | None = None
    remote: str | None = None

    def condition(self) -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row of `vacancies` called `v`, and its parameters."""
        chosen = {
            name: value
            for name, value in ((name, getattr(self, name)) for name in _CONDITIONS)
            if value is not None
        }
        if not chosen:
            return "true", {}
        return " AND ".join(_CONDITIONS[name] for name in chosen), chosen


# Values reach DuckDB only as parameters; the names are those of the fields above.
_CONDITIONS: Mapping[str, str] = {
    "period_from": "v.posted >= $period_from",
    "period_to": "v.posted <= $period_to",
    "province": "v.province = $province",
    "regency": "v.regency = $regency",
    "portal": ("v.vacancy_id IN (SELECT p.vacancy_id FROM postings p WHERE p.portal = $portal)"),
    "remote": "v.remote = $remote",
}

EVERYTHING = Filter()
