"""Which counts made at publish answer a question, so that it need not read all vacancies again."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from analytics.filter import Filter

_CODE_DIGITS: Final = 4


def level_of(where: Filter, told: str, among: Sequence[str] = ()) -> str | None:
    """The level of vacancy_counts or skill_counts that tells `told` apart for just this filter.

    None where there is none: the levels narrow by nothing, or by one field of `among`. Rows of the
    level still hold every value of that field: the filter's own condition picks them.
    """
    if type(where) is not Filter:
        return None
    narrowed = [one.name for one in fields(where) if getattr(where, one.name) is not None]
    if not narrowed:
        return told
    # A wider code takes in many, whose employers do not add up.
    is_whole = where.occupation is None or len(where.occupation) == _CODE_DIGITS
    is_counted = len(narrowed) == 1 and narrowed[0] in among and is_whole
    return f"{narrowed[0]}+{told}" if is_counted else None
