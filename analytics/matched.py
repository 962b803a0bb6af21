"""The portals read in every month of a comparison, and the vacancies on them, as SQL.

A portal that comes or goes in between would show as growth or fall of what it advertises. Rows name
the set of portals they are on by number (`portal_sets`), and there are few sets: which of a million
rows count is told by a short list of numbers.
"""

from typing import Final

# Portals with vacancies in each of the months: `{where}` tells the months of a row `d` of
# `{table}` (vacancies, some of them, or portal_counts), `{months}` is how many there are.
PORTALS: Final = """
    SELECT portal FROM (
        SELECT DISTINCT unnest(s.portals) AS portal, d.month FROM (
            SELECT DISTINCT d.portal_set, d.month FROM {table} d WHERE {where}
        ) d JOIN portal_sets s USING (portal_set)
    ) GROUP BY portal HAVING count(*) = {months}
"""
# The sets that hold one of the portals of `{portals}`, a query of one column.
SETS: Final = """
    SELECT s.portal_set FROM portal_sets s
    WHERE list_has_any(s.portals, (SELECT list(t.portal) FROM ({portals}) t))
"""
# Whether a row `{v}` with a portal_set was on one of the portals of `{portals}`.
ON_THEM: Final = f"({{v}}.portal_set IN ({SETS}))"
# The same of portals that stand in a query as `matched`.
ON_MATCHED: Final = ON_THEM.format(v="v", portals="FROM matched")
