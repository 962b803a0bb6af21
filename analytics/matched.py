"""The portals read in every month of a comparison, and the vacancies on them, as SQL.

A portal that comes or goes in between would show as growth or fall of what it advertises. Portals
are read off the vacancies themselves: joining a million advertisements by id takes half a second.
"""

from typing import Final

# Portals with vacancies in each of the months: `{where}` tells the months of a row `d` of
# `{table}` (vacancies, or some of them), `{months}` is how many there are.
PORTALS: Final = """
    SELECT portal FROM (
        SELECT DISTINCT unnest(d.portals) AS portal, d.month FROM {table} d WHERE {where}
    ) GROUP BY portal HAVING count(*) = {months}
"""
# Whether a row `{v}` of vacancies was on one of the portals of `{portals}`, a query of one column.
ON_THEM: Final = (
    "coalesce(list_has_any({v}.portals, (SELECT list(t.portal) FROM ({portals}) t)), false)"
)
# The same of portals that stand in a query as `matched`.
ON_MATCHED: Final = ON_THEM.format(v="v", portals="FROM matched")
