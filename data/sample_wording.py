"""How a portal words an opening of the sample market: title, place, pay and text."""

from datetime import timedelta
from random import Random
from typing import Final, cast

from data.sample_market import Opening, Table, read_phrases

HOURS_A_MONTH: Final = 173  # Kepmenaker 102/2004
DAYS_A_MONTH: Final = 25  # a six-day week
SHORTEST: Final = 200  # characters; a brief text below it is written out in full
PROVINCE_WIDE: Final = "31"  # Jakarta has one minimum wage for all its cities


def write_title(opening: Opening, rng: Random) -> str:
    """The headline of the posting, which is not always the bare title."""
    form = rng.choice(read_phrases()["titles"]["en" if opening.language == "en" else "id"])
    title, city = opening.title, opening.place["name"]
    return cast("str", form.format(title=title, TITLE=title.upper(), city=city))


def write_company(opening: Opening, portal: Table) -> str:
    """The employer with the portal's way of writing PT."""
    name = opening.company
    return portal["pt"] + name.removeprefix("PT ") if name.startswith("PT ") else name


def write_place(opening: Opening, portal: Table, rng: Random) -> str:
    """The place as this portal writes it; a form with a district only where one is known."""
    place = opening.place
    form = rng.choice(portal["locations"])
    if "{area}" in form and "areas" not in place:
        form = "{city}, {province}"
    also = rng.choice(place.get("also", [f"{place['name']}, {place['province']}"]))
    kind = "Kab." if place["kind"] == "Kabupaten" and rng.random() < 0.5 else place["kind"]
    return str(form).format(
        city=place["name"],
        CITY=place["name"].upper(),
        kind=kind,
        KIND=place["kind"].upper(),
        province=place["province"],
        PROVINCE=place["province"].upper(),
        province_en=place["province_en"],
        alias=also,
        area=rng.choice(place.get("areas", [""])),
    )


def count_millions(amount_idr: int) -> str:
    """Rupiah in millions: 4,85 and 12,5 and 5."""
    return f"{amount_idr / 1e6:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def describe_pay(opening: Opening) -> dict[str, str]:
    """Every notation of the pay that a phrase may ask for."""
    place, low, high = opening.place, opening.pay_low_idr, opening.pay_high_idr
    day = -(-low // DAYS_A_MONTH // 5_000) * 5_000
    hour = -(-low // HOURS_A_MONTH // 1_000) * 1_000
    is_wide = place["province_code"] == PROVINCE_WIDE
    return {
        "low_dots": f"{low:,}".replace(",", "."),
        "high_dots": f"{high:,}".replace(",", "."),
        "low_commas": f"{low:,}",
        "high_commas": f"{high:,}",
        "low_jt": count_millions(low),
        "high_jt": count_millions(high),
        "day_dots": f"{day:,}".replace(",", "."),
        "day_rb": str(day // 1000),
        "hour_dots": f"{hour:,}".replace(",", "."),
        "hour_rb": str(hour // 1000),
        "floor": "UMP DKI Jakarta" if is_wide else f"UMK {place['name']}",
    }


def write_pay(opening: Opening, portal: Table, rng: Random) -> str | None:
    """What stands in the portal's pay field, if anything."""
    market, words = read_phrases()["market"], read_phrases()["pay"]
    if rng.random() >= market["stated_pay"]:
        return None
    near_minimum = opening.pay_low_idr < 1.1 * opening.minimum_idr
    if rng.random() < market["vague_pay"]:
        forms = words["words"]
    elif opening.term == "daily":
        forms = words["daily"]
    elif opening.term == "part":
        forms = words["hourly"]
    elif near_minimum and opening.term != "intern" and rng.random() < market["minimum_pay"]:
        forms = words["minimum"]
    else:
        forms = portal["pay"]
    return str(rng.choice(forms)).format_map(describe_pay(opening))


def list_needs(opening: Opening, tongue: str, rng: Random) -> list[str]:
    """What is asked: schooling, experience, the trade's own demands, and a general one or two."""
    words, occupation = read_phrases()["needs"], opening.occupation
    lines = [
        rng.choice(words["school"][tongue]),
        rng.choice(words["some" if opening.years else "none"][tongue]),
        *opening.needs,
        rng.choice(words[occupation["kind"]][tongue]),
    ]
    if tongue == "id" and rng.random() < 0.5:
        lines.insert(0, rng.choice(words["age"]))
    return lines


def list_benefits(opening: Opening, tongue: str, rng: Random) -> list[str]:
    """What is offered; the sector's own benefits are known in Indonesian only."""
    choice = read_phrases()["benefits"][tongue]
    lines: list[str] = choice.get(opening.term, choice["full"])
    lines = rng.sample(lines, rng.randint(2, min(4, len(lines))))
    if tongue == "id" and opening.term in ("full", "contract"):
        lines.append(rng.choice(read_phrases()["sectors"][opening.occupation["sector"]]["extra"]))
    return lines


def list_closings(opening: Opening, portal: Table, tongue: str, rng: Random) -> str:
    """How to apply; now and then with the contact data that must not be stored."""
    phrases = read_phrases()
    contacts, lines = phrases["contacts"], [rng.choice(phrases["closings"][tongue])]
    if rng.random() < contacts["share"]:
        digits, coin = f"{rng.randrange(1000):03d}", opening.coin.lower()
        line = rng.choice(contacts[tongue])
        for key, forms in (("phone", "phones"), ("mail", "mails"), ("person", "persons")):
            line = line.replace("{" + key + "}", rng.choice(contacts[forms]))
        for key, value in (("n", digits), ("host", portal["host"]), ("coin", coin)):
            line = line.replace("{" + key + "}", value)
        lines.append(line.replace("{wa}", f"6281200000{digits}"))
    if tongue == "id" and rng.random() < phrases["market"]["pay_in_text"]:
        lines.insert(0, rng.choice(phrases["pay"]["in_text"]) if opening.term == "full" else "")
    return "\n".join(line for line in lines if line)


def reword(text: str, tongue: str) -> str:
    """The same said a little differently, as the second portal has it."""
    for old, new in read_phrases()["rewrites"][tongue]:
        text = text.replace(old, new)
    return text


def write_block(heading: str, lines: list[str], bullet: str) -> str:
    """A heading with its lines, as a list or, without a bullet, as running text."""
    if bullet:
        return "\n".join([heading, *(bullet + line for line in lines)])
    return f"{heading.rstrip(':')}: {'; '.join(lines)}."


def write_text(opening: Opening, portal: Table, rng: Random) -> str:
    """The advertisement: opening, duties, demands, benefits, how to apply."""
    market = read_phrases()["market"]
    values = name_values(opening, rng)
    if rng.random() < market["brief"]:
        brief = "\n".join(list_parts(opening, portal, rng, is_brief=True)).format_map(values)
        if len(brief) >= SHORTEST:
            return brief
    parts = list_parts(opening, portal, rng, is_brief=False)
    return rng.choice(["\n", "\n\n"]).join(parts).format_map(values)


def list_parts(opening: Opening, portal: Table, rng: Random, is_brief: bool) -> list[str]:
    """The paragraphs of the advertisement, with braces still to be filled."""
    phrases, market = read_phrases(), read_phrases()["market"]
    tongue = find_tongue(opening)
    headings = rng.choice(phrases["headings"][opening.language])
    has_bullets = not is_brief and rng.random() >= market["prose"]
    bullet = rng.choice(portal["bullets"]) if has_bullets else ""
    is_copy = portal is not opening.portals[0]
    duties = list(opening.duties[:-1] if is_copy and len(opening.duties) > 3 else opening.duties)
    needs = list(opening.needs) if is_brief else list_needs(opening, tongue, rng)
    work = "\n".join(
        [write_block(headings[0], duties, bullet), write_block(headings[1], needs, bullet)]
    )
    parts = [
        rng.choice(phrases["openings"][opening.language]),
        reword(work, tongue) if is_copy else work,
    ]
    if not is_brief and rng.random() < market["about"]:
        parts.insert(1, rng.choice(phrases["about"][tongue]))
    if not is_brief and rng.random() >= market["no_benefits"]:
        parts.append(write_block(headings[2], list_benefits(opening, tongue, rng), bullet))
    return [*parts, list_closings(opening, portal, tongue, rng)]


def find_tongue(opening: Opening) -> str:
    """The language of the sentences; a mixed text has Indonesian ones."""
    return "en" if opening.language == "en" else "id"


def describe_school(occupation: Table, tongue: str) -> dict[str, str]:
    """The schooling asked for and its field, in words."""
    phrases, major = read_phrases(), occupation.get("major")
    school = {"school": phrases["schools"][tongue][occupation["school"]], "major": ""}
    if major:
        school["major"] = f" {major}" if tongue == "id" else f" in {phrases['majors_en'][major]}"
    return school


def name_values(opening: Opening, rng: Random) -> dict[str, str]:
    """What the braces in the phrases stand for."""
    phrases, occupation, place = read_phrases(), opening.occupation, opening.place
    tongue = find_tongue(opening)
    sector = phrases["sectors"][occupation["sector"]]
    deadline = opening.posted + timedelta(days=rng.randint(7, 30))
    month = phrases["closings"]["months_" + tongue][deadline.month - 1]
    return (
        describe_pay(opening)
        | describe_school(occupation, tongue)
        | {
            "company": opening.company,
            "what": sector["what"],
            "what_en": sector["what_en"],
            "city": place["name"],
            "province": place["province_en" if tongue == "en" else "province"],
            "title": opening.title,
            "base": opening.base_title,
            "count": str(rng.randint(2, 5)),
            "years": str(opening.years),
            "years_en": f"{opening.years} year{'s' if opening.years > 1 else ''}",
            "gender": occupation.get("gender", "Pria/wanita"),
            "age": str(rng.choice([27, 30, 35]) + 2 * opening.years),
            "deadline": f"{deadline.day} {month} {deadline.year}",
        }
    )
