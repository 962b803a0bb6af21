"""Tables as plain HTML: escaped text, scroll sideways in their own box, no code to load."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

# Once a table instead of in each cell, where it was four fifths of what long tables weigh.
_STYLE: Final = (
    "<style>.sk-box{overflow-x:auto;max-width:100%}"
    ".sk-box table{border-collapse:collapse;font-size:0.9rem;line-height:1.35;min-width:50%}"
    ".sk-box th,.sk-box td{padding:0.35rem 0.8rem 0.35rem 0;border-bottom:1px solid #8c979b66;"
    "text-align:left;overflow-wrap:anywhere;min-width:6rem;font-weight:400}"
    ".sk-box thead th{font-weight:600}.sk-box tbody th{min-width:8.5rem}"
    ".sk-box .r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;min-width:0}"
    ".sk-box a{display:inline-block;min-height:1.5rem;color:inherit;text-decoration:underline}"
    "</style>"
)


def write_table(
    name: str,
    headings: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    right: Sequence[str],
    links: Sequence[str] = (),
    behind: str = "",
) -> str:
    """The table called `name` for those who hear it; `right` are the keys of columns of numbers.

    `links` are where the first cell of each row leads, "" for nowhere; `behind` is what the table
    says of itself where none does. For st.html: every word is escaped here, and unlike Markdown
    nothing else becomes a link or image.
    """
    classes = [' class="r"' if key in right else "" for key in headings]
    head = "".join(
        f'<th scope="col"{of}>{escape(words)}</th>'
        for of, words in zip(classes, headings.values(), strict=True)
    )
    body = "".join(
        f"<tr>{_write_cells(row, classes, link)}</tr>"
        for row, link in zip(rows, links or [""] * len(rows), strict=True)
    )
    label = escape(name, quote=True)
    told = f' data-behind="{escape(behind, quote=True)}"' if behind else ""
    # Focusable, so that the keyboard can scroll it too.
    return (
        f'{_STYLE}<div class="sk-box" role="region" tabindex="0" aria-label="{label}">'
        f'<table aria-label="{label}"{told}><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _write_cells(row: Sequence[str], classes: Sequence[str], link: str) -> str:
    """One row; its first cell names it and is its link."""
    first, *rest = zip(row, classes, strict=True)
    cells = "".join(f"<td{of}>{escape(words)}</td>" for words, of in rest)
    named = escape(first[0])
    if link:
        named = f'<a href="{escape(link, quote=True)}">{named}</a>'
    return f'<th scope="row"{first[1]}>{named}</th>{cells}'
