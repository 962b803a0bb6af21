"""Write the sizes of the skill taxonomy into docs/skills.md: python -m nlp.taxonomy_page"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.errors import DataError
from data.files import write_whole
from data.reference import tables
from nlp.taxonomy import skills

PAGE: Final = Path(__file__).parents[1] / "docs" / "skills.md"
BEGIN: Final = "<!-- sizes: written by python -m nlp.taxonomy_page -->"
END: Final = "<!-- end of sizes -->"
KINDS: Final = ("hard", "tool", "soft", "language", "license")


def list_sizes() -> Iterator[str]:
    """The lines of the table: skills by group and kind, and how many wordings they have."""
    sizes = Counter((skill.group, skill.kind) for skill in skills())
    wordings: Counter[str] = Counter()
    for skill in skills():
        wordings[skill.group] += len(skill.aliases)
    yield f"| group | in English | {' | '.join(KINDS)} | wordings |"
    yield f"|---|---|{'---|' * (len(KINDS) + 1)}"
    for group in tables.rows("skill_groups"):
        if not group["parent"]:
            name = group["name_id"]
            counts = [f"{sizes[name, kind]:,}" if sizes[name, kind] else "" for kind in KINDS]
            yield f"| {name} | {group['name_en']} | {' | '.join(counts)} | {wordings[name]:,} |"
    totals = [f"{sum(n for (_, of), n in sizes.items() if of == kind):,}" for kind in KINDS]
    yield f"| all: {len(skills()):,} skills | | {' | '.join(totals)} | {wordings.total():,} |"


def fill_page(text: str) -> str:
    """The page with the table between its marks as it is now; raises DataError without marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise DataError(f"{PAGE} has lost its marks {BEGIN} and {END}; put them back.")
    body = "\n".join(list_sizes())
    return f"{before}{BEGIN}\n{body}\n{END}{after}"


def main() -> None:
    """Write the table into the page."""
    write_whole(PAGE, fill_page(PAGE.read_text(encoding="utf-8")).encode())
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
