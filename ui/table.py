"""Tables as plain HTML: escaped text, scroll sideways in their own box, no code to load."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

_BOX: Final = "overflow-x:auto;max-width:100%"
_TABLE: Final = "border-collapse:collapse;font-size:0.9rem;line-height:1.35;min-width:50%"
_CELL: Final = "padding:0.35rem 0.8rem 0.35rem 0;border-bottom:1px solid #8c979b66"
_RIGHT: Final = "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
_LEFT: Final = "text-align:left;overflow-wrap:anywhere;min-width:6rem"


def write_table(
    name: str, headings: Mapping[str, str], rows: Sequence[Sequence[str]], right: Sequence[str]
) -> str:
    """The table called `name` for those who hear it; `right` are the keys of columns of numbers.

    For st.html: every word is escaped here, and unlike Markdown nothing becomes a link or image.
    """
    styles = [f"{_CELL};{_RIGHT if key in right else _LEFT}" for key in headings]
    head = "".join(
        f'<th scope="col" style="{style};font-weight:600">{escape(words)}</th>'
        for style, words in zip(styles, headings.values(), strict=True)
    )
    body = "".join(f"<tr>{_write_cells(row, styles)}</tr>" for row in rows)
    label = escape(name, quote=True)
    # Focusable, so that the keyboard can scroll it too.
    return (
        f'<div role="region" tabindex="0" aria-label="{label}" style="{_BOX}">'
        f'<table aria-label="{label}" style="{_TABLE}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _write_cells(row: Sequence[str], styles: Sequence[str]) -> str:
    """One row; its first cell names it."""
    first, *rest = zip(row, styles, strict=True)
    cells = "".join(f'<td style="{style}">{escape(words)}</td>' for words, style in rest)
    return f'<th scope="row" style="{first[1]};font-weight:400">{escape(first[0])}</th>{cells}'
