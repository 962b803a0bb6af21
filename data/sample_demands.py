"""What adverts of the sample market ask for: limits, schooling, experience, skills, character."""

from random import Random

from data.sample_draw import pick, read_table
from data.sample_openings import Opening


def list_needs(opening: Opening, tongue: str, rng: Random, is_copy: bool) -> list[str]:
    """The demands, filled in; limits, schooling, experience and skills are never left out."""
    if opening.scam:
        return list(opening.needs)
    words = read_table("phrases")["needs"]
    years = opening.years
    values = describe_demands(opening, tongue)
    is_basic = opening.occupation["school"] in ("SD", "SMP")
    is_expert = opening.occupation["kind"] == "ahli"
    none = "none_basic" if is_basic else "none_expert" if is_expert else "none"
    fixed = [
        pick(rng, words["school"][tongue]).format_map(values),
        pick(rng, words["some" if years else none][tongue]).format_map(values),
    ]
    own = list(opening.needs)
    if is_copy and len(own) > 1:
        own.pop(int(rng.random() * len(own)))
    general: list[str] = words[opening.occupation["kind"]][tongue]
    more = rng.sample(general, rng.randint(1, 3))
    rest = [*own, *tell_skills(opening, tongue, rng), *more]
    rng.shuffle(rest)
    return [*tell_limits(opening, tongue, rng), *fixed, *rest]


def describe_demands(opening: Opening, tongue: str) -> dict[str, str]:
    """The schooling and the experience in words."""
    phrases, major = read_table("phrases"), opening.occupation.get("major")
    years = opening.years
    field = ""
    if major:
        field = f" {major}" if tongue == "id" else f" in {phrases['majors_en'][major]}"
    return {
        "school": phrases["schools"][tongue][opening.occupation["school"]],
        "major": field,
        "years": str(years),
        "years_en": f"{years} year{'s' if years > 1 else ''}",
        "base": opening.title,
        "city": "{city}",
    }


def tell_limits(opening: Opening, tongue: str, rng: Random) -> list[str]:
    """Age, sex, looks and marital status, in one line or several."""
    limits, words = opening.limits, read_table("phrases")["limits"]
    lines: list[str] = []
    if limits.sex:
        lines.append(pick(rng, words[limits.sex][tongue]))
    elif rng.random() < read_table("market")["limits"]["neutral"]:
        lines.append(pick(rng, words["neutral"][tongue]))
    if limits.age_max is not None:
        kind = "age_most" if limits.age_min is None else "age_range"
        form: str = pick(rng, words[kind][tongue])
        lines.append(form.format(age=limits.age_max, low=limits.age_min))
    if len(lines) == 2 and len(lines[0]) < 12 and rng.random() < 0.6:
        lines = [f"{lines[0]}, {lines[1][0].lower()}{lines[1][1:]}"]
    if limits.wants_looks:
        lines.append(pick(rng, words["looks"][tongue]))
    if limits.wants_single:
        lines.append(pick(rng, words["marital"][tongue]))
    return lines


def tell_skills(opening: Opening, tongue: str, rng: Random) -> list[str]:
    """The skills by name: one or two lines of work and tools, one of licences, one of character."""
    words = read_table("phrases")["skills"]
    lines: list[str] = []
    for group in ("work", "license", "soft"):
        names = [
            skill.word_en if tongue == "en" else skill.word
            for skill in opening.skills
            if (skill.kind if skill.kind in words else "work") == group
        ]
        forms: list[str] = words[group][tongue]
        if group == "work" and tongue == "id" and not any(name[:2] == "me" for name in names):
            forms = [*forms, *words["nouns"]]
        cut = 2 if len(names) > 3 and rng.random() < 0.5 else len(names)
        lines += [
            pick(rng, forms).format(skills=join(part, tongue))
            for part in (names[:cut], names[cut:])
            if part
        ]
    return lines


def join(names: list[str], tongue: str) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    word = "and" if tongue == "en" else "dan"
    if len(names) < 3:
        return f" {word} ".join(names)
    return f"{', '.join(names[:-1])}, {word} {names[-1]}"
