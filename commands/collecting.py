"""`collect` and `parse`: postings from portals, live or look-alike; one saved answer read."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

import settings as configuration
from commands.opening import open_store
from data.errors import DataError, UserError
from data.files import check_source
from scrapers.portal import choose_portals, find_portal, portal_names
from terminal import progress, remark, say, say_counts

if TYPE_CHECKING:
    from scrapers.collect import Outcome
    from scrapers.parse import Kind
    from scrapers.portal import Reader

Sample = Annotated[bool, typer.Option(help="Take the built-in sample market.")]


def collect(
    portal: Annotated[
        list[str] | None, typer.Option(help="Only this portal; may be given more than once.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only postings from this day on."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Stop a portal after so many new postings.")
    ] = None,
    sample: Sample = False,
) -> None:
    """Collect postings: from the portals that are switched on, or the sample market."""
    if sample:
        _collect_sample(given=portal or since or limit)
        return
    # Here, because no other command needs to wait for the collectors.
    import collection
    from scrapers.client_policy import require_contact

    settings = configuration.load()
    day: date | None = since.date() if since else None
    portals = _choose(portal or [])
    require_contact(settings.contact)
    named = ", ".join(chosen.FACTS.title for chosen in portals)
    with open_store() as store, progress(f"Collect {named}", None, "postings") as tell:
        outcomes = collection.collect_live(
            store, settings, portals, since=day, limit=limit, progress=tell
        )
    _say_outcomes(outcomes)


def _choose(names: list[str]) -> "list[Reader]":
    """The portals of these names, or those that the settings switch on."""
    settings = configuration.load()
    for setting in ("portals_on", "portals_off"):
        if strange := sorted(set(getattr(settings, setting)) - set(portal_names())):
            raise UserError(
                f"{setting.upper()} names {', '.join(strange)}, which is no portal. There are: "
                f"{', '.join(portal_names())}. Change it in the environment or in .env."
            )
    return choose_portals(names, on=settings.portals_on, off=settings.portals_off)


def _collect_sample(*, given: object) -> None:
    if given:
        raise UserError("--sample takes the whole sample market: no --portal, --since or --limit.")
    import collection  # as above

    with open_store() as store, progress("Sample market", None, "weekly rounds") as tell:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what is stored can be counted
        if store.count_postings(is_sample=False):
            remark(
                "The store holds real postings, so the sample market will not be shown. For a "
                "sample use another STATE_DIR, for example: STATE_DIR=/tmp/sample make run"
            )
        outcomes = collection.collect_sample(store, configuration.load(), tell)
    for outcome in outcomes:
        _say_rounds(outcome)
    _say_faults(outcomes)


def _say_rounds(outcome: "Outcome") -> None:
    """What a look-alike portal brought in all rounds; most sightings are of known postings."""
    n = outcome.counts
    if not n["rounds"]:
        say(f"{outcome.portal}: up to date, no round was due")
        return
    seen = n["new"] + n["changed"] + n["unchanged"]
    say(
        f"{outcome.portal}: {n['new']:,} new postings in {n['rounds']:,} weekly rounds; {seen:,} "
        f"sightings, {n['changed']:,} of them of a changed posting; {n['closed']:,} closed"
    )
    if n["failed_rounds"]:
        remark(
            f"  {outcome.portal}: in {n['failed_rounds']:,} of the rounds it was down or not whole;"
            " the sample plans an outage, as real portals have them. What still stood later came in"
            " then."
        )
    if n["unreadable"]:
        remark(
            f"  {outcome.portal}: {n['unreadable']:,} answers could not be read, see "
            "rejects/dead-letters"
        )


def _say_outcomes(outcomes: "list[Outcome]") -> None:
    """What each portal brought; raises DataError where any of them has faults."""
    for outcome in outcomes:
        say_counts(outcome.counts, outcome.portal)
    _say_faults(outcomes)


def _say_faults(outcomes: "list[Outcome]") -> None:
    """Notes and faults of the portals; raises DataError where any of them has faults."""
    for outcome in outcomes:
        for note in outcome.notes[:10]:
            remark(f"  {note}")
        if len(outcome.notes) > 10:
            remark(f"  and {len(outcome.notes) - 10} notes more")
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    for fault in faults:
        remark(f"  {fault}")
    failed = [outcome.portal for outcome in outcomes if outcome.faults]
    if failed:
        raise DataError(
            f"{len(failed)} of {len(outcomes)} portals were not collected as they should be: "
            f"{', '.join(failed)}. What was good is stored; the reasons are above."
        )


def portals() -> None:
    """Which portals there are, which are collected, and why the others are not."""
    on = {portal.FACTS.name for portal in _choose([])}
    for name in portal_names():
        facts = find_portal(name).FACTS
        say(f"{name}: {'on' if name in on else 'off'}. {facts.title}: {facts.covers}.")
        say(f"    {facts.terms}")
        if name not in on and facts.off_reason:
            say(f"    Why it is off: {facts.off_reason}")


def parse(
    file: Annotated[Path, typer.Argument(help="One saved answer: JSON, HTML or XML.")],
    portal: Annotated[str, typer.Option(help="Whose answer it is.")],
    kind: Annotated[str, typer.Option(help="listing or detail")],
) -> None:
    """Read one saved answer of a portal and print its postings as JSON Lines."""
    if kind not in ("listing", "detail"):
        raise UserError(f"--kind {kind!r}: an answer is a listing or a detail.")
    check_source(file)
    from scrapers.parse import parse_answer  # as above

    told: Kind = "detail" if kind == "detail" else "listing"
    for row in parse_answer(find_portal(portal), told, file.read_bytes()):
        page = row.get("page")
        if page is None:
            sys.stdout.write(orjson.dumps(row).decode() + "\n")
            continue
        remark(f"{page['rows']} rows; the portal says it has {page['total']} in all")
        for reason in page["unreadable"]:
            remark(f"unreadable: {reason}")
        for name in page["strange"]:
            remark(f"a field never seen before: {name}")
        if page["rows"] and len(page["unreadable"]) == page["rows"]:
            raise DataError(f"{file}: no row of it could be read.")
