"""How adverts of the sample market are headed: forms of titles and of employers' names."""

from functools import lru_cache
from random import Random
from typing import Final, cast

from data.sample_draw import Table, Weighted, pick, read_table, weigh
from data.sample_openings import Opening

MASKED: Final = "Perusahaan Dirahasiakan"
_NAMELESS: Final = frozenset({"chat_only", "free_mail"})  # signs of scams


@lru_cache(maxsize=2)
def weigh_forms(tongue: str) -> Weighted[str]:
    """Forms of headlines."""
    return weigh(read_table("phrases")["title"][tongue])


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, ...]]:
    """The titles that mean the same, by each of them."""
    groups = read_table("synonyms")["groups"]
    return {title: tuple(group) for group in groups for title in group}


def find_synonyms(title: str) -> tuple[str, ...]:
    """The titles of the same job, this one among them."""
    return _groups().get(title, (title,))


def name_job(opening: Opening, title: str) -> str:
    """A title with the level, or marked as an internship."""
    if opening.term == "internship" and not opening.occupation.get("intern"):
        forms = read_table("phrases")["title"]["intern"][opening.tongue]
        return str(forms[opening.number % len(forms)]).format(title=title)
    return cast("str", opening.level[opening.tongue]).format(title=title)


def write_title(opening: Opening, rng: Random, is_first: bool) -> str:
    """The headline of an advert, which is not always the bare title; copies may use another one."""
    title = opening.title
    if not is_first and rng.random() < read_table("market")["texts"]["other_title"]:
        title = pick(rng, find_synonyms(title))
    name = name_job(opening, title)
    return (
        weigh_forms(opening.tongue)
        .draw(rng)
        .format(
            title=name,
            TITLE=name.upper(),
            lower=name.lower(),
            city=opening.place.name,
            company=opening.company,
        )
    )


def write_company(opening: Opening, portal: Table, rng: Random) -> str:
    """The employer with the portal's way of writing PT, masked, or nothing.

    Who wants to be reached only by chat or a free mailbox names no employer.
    """
    if not _NAMELESS.isdisjoint(opening.scam):
        return ""
    if rng.random() < read_table("market")["terms"]["masked"]:
        return MASKED
    if not opening.company.startswith("PT "):
        return opening.company
    name = opening.company.removeprefix("PT ")
    return str(pick(rng, portal["company"])).format(name=name, NAME=name.upper())
