"""Adverts of the sample market as rows of an import, for runs without the look-alike portals."""

from datetime import date, timedelta
from random import Random
from typing import Final

from data.sample_advert import Advert
from data.sample_calendar import DAY
from data.sample_draw import pick, read_table, seeded
from data.sample_pay import dots
from data.text import fold

_WESTERN_TIME: Final = timedelta(hours=7)


def write_row(advert: Advert, until: date) -> dict[str, object]:
    """The row of an advert, collected some days after it was posted, at the latest on `until`."""
    words = read_table("rows")
    rng = seeded(advert.portal, advert.number, "row")
    posted = (advert.posted + _WESTERN_TIME).date()
    slug = fold(advert.title).replace(" ", "-")
    host = advert.portal.replace("_", "-")
    years = advert.experience_min_years
    form = pick(rng, words["experience"]["some" if years else "none"])
    return {
        "id": f"contoh-{advert.number:07d}",
        "portal": f"contoh_{advert.portal}",
        "url": f"https://{host}.example/lowongan/{slug}-{advert.number}",
        "title": advert.title,
        "company": advert.company or None,
        "location": write_place(advert, rng),
        "salary": write_salary(advert, rng),
        "description": advert.description,
        "industry": advert.industry if rng.random() > words["missing"]["industry"] else None,
        "employment_type": pick(rng, words["employment"][advert.employment_type])
        if rng.random() > words["missing"]["employment_type"]
        else None,
        "experience": None if years is None else form.format(years=years, more=years + 2),
        "education": pick(rng, words["education"][advert.education_min])
        if advert.education_min
        else None,
        "posted": posted.isoformat(),
        "scraped": min(posted + DAY * rng.randint(1, 9), until).isoformat(),
        "skills": list(advert.skills) or None,
    }


def write_place(advert: Advert, rng: Random) -> str:
    """The place in one of the usual forms; with the district where one is told."""
    kind, _, city = advert.regency.partition(" ")
    if advert.district and rng.random() < 0.5:
        return f"{advert.district}, {city}, {advert.province}"
    form: str = pick(rng, read_table("rows")["places"])
    short = "Kab." if kind == "Kabupaten" else kind
    return form.format(
        city=city,
        regency=advert.regency,
        REGENCY=advert.regency.upper(),
        short=f"{short} {city}",
        province=advert.province,
        PROVINCE=advert.province.upper(),
    )


def write_salary(advert: Advert, rng: Random) -> str | None:
    """The pay field in words; nothing where the pay is hidden."""
    if advert.pay_text or advert.pay_low_idr is None or advert.is_pay_hidden:
        return advert.pay_text
    low, high = advert.pay_low_idr, advert.pay_high_idr or advert.pay_low_idr
    form: str = pick(rng, read_table("rows")["salary"])
    return form.format(
        low=dots(low), high=dots(high), low_commas=f"{low:,}", high_commas=f"{high:,}"
    )
