"""How adverts of the sample market are worded: duties, demands, benefits, how to apply."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from data.sample_demands import list_needs
from data.sample_draw import Weighted, pick, read_table, weigh
from data.sample_headlines import name_job
from data.sample_noise import write_sloppily
from data.sample_openings import Opening
from data.sample_pay import describe_pay, dots, name_minimum


@dataclass(frozen=True, slots=True)
class Draft:
    """What the parts of one text are written with."""

    opening: Opening
    tongue: str  # id, en: that of the sentences; a mixed text has Indonesian ones
    style: str  # bullets, numbers, dots, prose, short
    headings: tuple[str, str, str]
    is_copy: bool


@lru_cache(maxsize=1)
def weigh_styles() -> Weighted[str]:
    """How texts are laid out."""
    return weigh(read_table("market")["texts"]["styles"])


def write_text(opening: Opening, rng: Random, posted: datetime, is_copy: bool) -> str:
    """The text of an advert; a copy says the same in other words and leaves some lines out."""
    rules, phrases = read_table("market")["texts"], read_table("phrases")
    tongue = "en" if opening.language == "en" else "id"
    headings = pick(rng, phrases["headings"][opening.language])
    draft = Draft(opening, tongue, weigh_styles().draw(rng), tuple(headings), is_copy)
    text = "\n".join(write_parts(draft, rng)).format_map(name_values(opening, tongue, posted, rng))
    if is_copy:
        for old, new in phrases["rewrites"][tongue]:
            text = text.replace(old, new)
    if tongue == "id" and rng.random() < rules["sloppy"]:
        text = write_sloppily(text, rng)
    return text


def write_parts(draft: Draft, rng: Random) -> list[str]:
    """The parts of the text, with braces still to be filled."""
    opening, rules, phrases = draft.opening, read_table("market")["texts"], read_table("phrases")
    duties = shorten(opening.duties, rng) if draft.is_copy else list(opening.duties)
    needs = list_needs(opening, draft.tongue, rng, draft.is_copy)
    parts = [open_text(draft, rng)]
    if opening.scam:
        return [*parts, *duties, *needs, *give_away(opening, rng)]
    if draft.style == "short":
        parts += write_lines("", [*needs], "bullets")
        return [*parts, *close_text(draft, rng)]
    if rng.random() < rules["about"]:
        parts.append(pick(rng, phrases["about"][draft.tongue]))
    gap = [""] if rng.random() < 0.5 else []
    parts += [*gap, *write_lines(draft.headings[0], duties, draft.style)]
    parts += [*gap, *write_lines(draft.headings[1], needs, draft.style)]
    if rng.random() < rules["benefits"]:
        benefits = list_benefits(opening, draft.tongue, rng)
        parts += [*gap, *write_lines(draft.headings[2], benefits, draft.style)]
    if rng.random() < rules["hours"]:
        parts.append(f"{pick(rng, phrases['hours'][draft.tongue])}.")
    return [*parts, *gap, *close_text(draft, rng)]


def open_text(draft: Draft, rng: Random) -> str:
    """The first sentence, now and then shouted."""
    table = read_table("scams") if draft.opening.scam else read_table("phrases")
    openings = table["openings"]
    line: str = pick(rng, openings if draft.opening.scam else openings[draft.opening.language])
    if rng.random() < read_table("market")["texts"]["shouting"]:
        return f"{line.removesuffix('.')}!!!"
    return line


def shorten(lines: tuple[str, ...], rng: Random) -> list[str]:
    """The lines in another order, one or two fewer where there are enough."""
    keep = max(2, len(lines) - rng.randint(0, 2))
    return rng.sample(lines, min(keep, len(lines)))


def write_lines(heading: str, lines: list[str], style: str) -> list[str]:
    """A heading with its lines: as a list, numbered, or as running text."""
    if style == "prose":
        joined = "; ".join([lines[0], *(lower_first(line) for line in lines[1:])])
        return [f"{heading.rstrip(':?')}: {joined}."]
    head = [heading] if heading else []
    if style == "numbers":
        return [*head, *(f"{number}. {line}" for number, line in enumerate(lines, 1))]
    bullet = "• " if style == "dots" else "- "
    return [*head, *(bullet + line for line in lines)]


def lower_first(line: str) -> str:
    """A line within a sentence: "Ramah" → "ramah", but "SIM C" and "Microsoft" stay."""
    word = line.split(" ", 1)[0]
    is_name = len(word) < 2 or not word[1:].islower() or word in read_table("phrases")["names"]
    return line if is_name else line[0].lower() + line[1:]


def list_benefits(opening: Opening, tongue: str, rng: Random) -> list[str]:
    """What is offered; the sector's own benefits are known in Indonesian only."""
    choice = read_table("phrases")["benefits"][tongue]
    lines: list[str] = choice.get(opening.term, choice["full"])
    lines = rng.sample(lines, rng.randint(2, min(4, len(lines))))
    if tongue == "id" and opening.term in ("full_time", "contract"):
        lines.append(pick(rng, read_table("sectors")["sector"][opening.sector]["extra"]))
    return lines


def close_text(draft: Draft, rng: Random) -> list[str]:
    """Pay in words, how to apply, and contact data that must not be stored."""
    phrases, texts = read_table("phrases"), read_table("market")["texts"]
    lines = [tell_pay(draft, rng), pick(rng, phrases["closings"][draft.tongue])]
    if rng.random() < texts["contacts"]:
        lines.append(pick(rng, phrases["contacts"][draft.tongue]))
    return [line for line in lines if line]


def tell_pay(draft: Draft, rng: Random) -> str:
    """The pay in a sentence, or nothing."""
    opening, rules = draft.opening, read_table("market")["pay"]
    words, chance = read_table("phrases")["pay_in_text"], rng.random()
    if opening.term in ("internship", "part_time") or chance >= rules["in_text"]:
        return ""
    is_near = abs(opening.pay_low_idr / opening.minimum_idr - 1) < rules["near_minimum"] - 1
    if draft.tongue == "id" and is_near and chance < rules["umk_in_text"]:
        return str(pick(rng, words["minimum"]))
    if opening.term == "daily" and draft.tongue == "id":
        return str(pick(rng, words["daily"]))
    is_single = opening.pay_low_idr == opening.pay_high_idr
    return str(pick(rng, words["single"][draft.tongue] if is_single else words[draft.tongue]))


def give_away(opening: Opening, rng: Random) -> list[str]:
    """The lines that a false opening is known by."""
    signs = read_table("scams")["signs"]
    return [pick(rng, signs[sign]) for sign in opening.scam]


def name_values(opening: Opening, tongue: str, posted: datetime, rng: Random) -> dict[str, str]:
    """What the braces in the phrases stand for."""
    phrases, place = read_table("phrases"), opening.place
    sector = read_table("sectors")["sector"][opening.sector]
    deadline = posted + timedelta(days=rng.randint(7, 30))
    month = phrases["closings"]["months_" + tongue][deadline.month - 1]
    title = name_job(opening, opening.title)
    return (
        describe_pay(opening.pay_low_idr, opening.pay_high_idr)
        | describe_contact(opening, rng)
        | {
            "company": opening.company,
            "what": sector["what"],
            "what_en": sector["what_en"],
            "city": place.name,
            "CITY": place.name.upper(),
            "province": place.province_en if tongue == "en" else place.province,
            "floor": name_minimum(place.province_code, place.name),
            "title": title,
            "count": str(rng.randint(2, 5)),
            "deadline": f"{deadline.day} {month} {deadline.year}",
        }
    )


def describe_contact(opening: Opening, rng: Random) -> dict[str, str]:
    """Invented contact data, and the sums that false openings ask for and promise."""
    contacts, scams = read_table("phrases")["contacts"], read_table("scams")
    digits, coin = f"{rng.randrange(1000):03d}", opening.coin.lower()
    fee = int(rng.uniform(*scams["pay"]["fee"])) // 50_000 * 50_000
    return {
        "phone": pick(rng, contacts["phones"]).format(n=digits),
        "mail": pick(rng, contacts["mails"]).format(coin=coin),
        "person": pick(rng, contacts["persons"]),
        "wa": f"6281200000{digits}",
        "n": digits,
        "coin": coin,
        "fee_dots": dots(fee),
        "scam_jt": str(opening.pay_low_idr // 1_000_000),
        "scam_dots": dots(opening.pay_low_idr),
    }
