"""Beranda put together: all it says of a place, ready to be shown again and again."""

from dataclasses import dataclass

from analytics import changes, overview, wages
from analytics.filter import EVERYTHING, Filter
from data.reference import areas
from data.snapshot import Snapshot
from ui import changes as changes_words
from ui import home, home_figures, parts, pekerjaan
from ui.behind import links
from ui.state import ask
from ui.wording import name_place

_Figure = parts.Prepared | parts.Missing


@dataclass(frozen=True, slots=True)
class Figures:
    """What Beranda shows of a place with openings."""

    numbers: tuple[home.Number, ...]
    trend: _Figure
    titles: _Figure
    provinces: _Figure
    wage: _Figure
    sources: parts.Written


@dataclass(frozen=True, slots=True)
class Home:
    """Beranda for a place in a language: its heading, the line under it, figures, next steps."""

    title: str
    lead: str
    figures: Figures | None
    next: tuple[tuple[str, str], ...]


def write_home(snapshot: Snapshot, where: Filter) -> Home:
    """Everything but what changed, which takes longest; for `state.make`."""
    nation = ask(overview.count_vacancies, snapshot, EVERYTHING)
    total = ask(overview.count_vacancies, snapshot, where)
    months = ask(overview.count_by_month, snapshot, where)
    change = ask(overview.compare_last_month, snapshot, where)
    titles = ask(overview.rank_titles, snapshot, where)
    all_titles = ask(overview.count_titles, snapshot, where)
    provinces = ask(overview.rank_provinces, snapshot, EVERYTHING, tuple(areas.provinces()))
    wage = ask(wages.measure_wage, snapshot, where)
    nation_wage = ask(wages.measure_wage, snapshot, EVERYTHING)
    portals = ask(overview.share_portals, snapshot, where)
    source = parts.read_source(snapshot, total, portals)
    all_portals = ask(overview.share_portals, snapshot, EVERYTHING)
    nation_source = parts.read_source(snapshot, nation, all_portals)
    title, lead = home.write_opening(total, change, titles, where, nation_source.n)
    following = home.write_next(provinces, where, nation_source.n)
    if not source.n:
        return Home(title, lead, None, following)
    figures = Figures(
        home.write_numbers(total, change, wage, snapshot.meta.created_at),
        home_figures.prepare_trend(months, total, where, source),
        home_figures.prepare_titles(titles, all_titles, where, source),
        home_figures.prepare_provinces(provinces, where, nation_source),
        home_figures.prepare_wage(wage, nation_wage, where, source),
        home.write_sources(portals, links(where, portals, portal="portal")),
    )
    return Home(title, lead, figures, following)


def write_changes(snapshot: Snapshot, where: Filter) -> changes_words.Findings:
    """What changed; for `state.make`."""
    tested = ask(changes.measure_changes, snapshot, where)
    names = pekerjaan.name_skills(snapshot)
    return changes_words.write_changes(
        changes.find_changes(tested), tested, name_place(where), names
    )
