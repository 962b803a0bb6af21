"""Portals as the operator set them up: what some of them need from the settings is put in."""

from collections.abc import Sequence

from data.errors import UserError
from scrapers import jsonld, tech_in_asia
from scrapers.portal import Reader


def configure(
    portals: Sequence[Reader], *, jsonld_sites: Sequence[str] = (), tech_in_asia_key: str = ""
) -> list[Reader]:
    """The portals ready to be collected live: JSON-LD as one portal for each site of the operator.

    Without sites it is left out. Raises UserError where nothing is left, or a site is no address.
    """
    ready: list[Reader] = []
    for portal in portals:
        if portal.FACTS.name == jsonld.FACTS.name:
            ready += jsonld.with_sites(jsonld_sites)
        elif portal.FACTS.name == tech_in_asia.FACTS.name and tech_in_asia_key:
            ready.append(tech_in_asia.with_key(tech_in_asia_key))
        else:
            ready.append(portal)
    if not ready:
        raise UserError(
            "No site is named whose JobPosting pages are to be collected: set JSONLD_SITES in .env "
            "to addresses of sitemaps or pages, by comma."
        )
    return ready
