"""The adverts of an opening as each portal holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from data.sample_advert import Advert
from data.sample_draw import Table, pick, read_table, seeded
from data.sample_headlines import MASKED, write_company, write_title
from data.sample_listings import Listing, Placement
from data.sample_noise import lose_lines
from data.sample_openings import Opening
from data.sample_pay import write_pay_field
from data.sample_wording import write_text


@dataclass(frozen=True, slots=True)
class ToldPay:
    """What the portal's pay fields hold."""

    low: int | None
    high: int | None
    text: str | None
    is_hidden: bool


def word_adverts(placement: Placement, seed: int) -> Iterator[Advert]:
    """The adverts of an opening, in the order of its listings."""
    for listing in placement.listings:
        yield word_advert(placement.opening, listing, seed)


def word_advert(opening: Opening, listing: Listing, seed: int) -> Advert:
    """The advert that a portal makes of a listing."""
    portal = listing.portal
    rng = seeded(seed, listing.number, "advert")
    company = write_company(opening, portal, rng)
    pay = tell_pay(opening, portal, rng)
    place = opening.place
    rules = read_table("market")
    has_district = portal["district"] and rng.random() < 2 * rules["places"]["district"]
    return Advert(
        portal=portal["name"],
        number=listing.number,
        opening=opening.number,
        title=write_title(opening, rng, listing.is_first),
        company=company,
        industry=read_table("sectors")["sector"][opening.sector][portal["industry"]],
        category=read_table("portals")["fields"][portal["category"]][opening.occupation["field"]],
        province_code=place.province_code,
        province=place.province,
        regency_code=place.code,
        regency=place.regency,
        district=pick(rng, place.districts) if has_district and place.districts else None,
        pay_low_idr=pay.low,
        pay_high_idr=pay.high,
        pay_text=pay.text,
        is_pay_hidden=pay.is_hidden,
        description=describe(opening, listing, rng, seed, company),
        language=opening.language,
        employment_type=opening.term,
        arrangement=opening.arrangement,
        education_min=opening.occupation["school"].lower() if rng.random() < 0.85 else None,
        experience_min_years=opening.years if rng.random() < 0.8 else None,
        skills=tag_skills(opening, portal, rng),
        posted=listing.posted,
        bumped=listing.bumped,
        closes=listing.closes,
        gone=listing.gone,
    )


def describe(opening: Opening, listing: Listing, rng: Random, seed: int, company: str) -> str:
    """The text; the one of another advert again where the listing shares it."""
    wording = seeded(seed, listing.text, "text")
    posted = listing.posted if listing.is_repost else opening.posted
    text = write_text(opening, wording, posted, is_copy=listing.is_reworded)
    if company == MASKED:
        text = text.replace(opening.company, "Perusahaan kami")
    return lose_lines(text, rng) if rng.random() < read_table("market")["texts"]["glued"] else text


def tell_pay(opening: Opening, portal: Table, rng: Random) -> ToldPay:
    """The pay as told, entered but hidden, in vague words, or not at all."""
    low, high, chance = opening.pay_low_idr, opening.pay_high_idr, rng.random()
    if chance < portal["pay_told"] or "pay" in opening.scam:
        return ToldPay(low, high, write_pay_field(rng, portal, low, high), is_hidden=False)
    if chance < portal["pay_told"] + portal["pay_hidden"]:
        return ToldPay(low, high, None, is_hidden=True)
    vague = "Negosiasi" if rng.random() < portal["vague"] else None
    return ToldPay(None, None, vague, is_hidden=False)


def tag_skills(opening: Opening, portal: Table, rng: Random) -> tuple[str, ...]:
    """The portal's tags: some of the skills, on the portals that have tags."""
    if rng.random() >= portal["skills"]:
        return ()
    names = [s.word_en if opening.language == "en" else s.word for s in opening.skills]
    return tuple(name for name in names if rng.random() < 0.85)
