"""Maps of a rate by province or regency: outlines are fetched once, a rerun sends numbers only.

Outlines and script are static files of our own host (`ui.maps_outlines`, `static/maps/map.js`).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from ui import parts, state
from ui.maps_areas import Map, regions_of
from ui.maps_drawing import draw_map
from ui.maps_outlines import FOLDER
from ui.maps_steps import find_bounds, shades, spread, step_of, write_legend
from ui.texts import t
from ui.theme import DARK, LIGHT

_FEW: Final = "-"
# Between two values of a list that is sent as one string: shorter than JSON's quotes.
_BETWEEN: Final = "|"
_SCRIPT: Final = """export default async component => {
  const map = await import(location.origin + component.data.script)
  return map.default(component)
}"""
_HTML: Final = (
    '<svg role="listbox"><defs><pattern id="few" width="5" height="5" '
    'patternUnits="userSpaceOnUse"><rect class="paper" width="5" height="5"/>'
    '<line x1="0" y1="0" x2="0" y2="5"/></pattern></defs><g role="presentation"></g>'
    '<path class="chosen" aria-hidden="true"/></svg><p class="hint"></p><ol></ol>'
)


def write_data(drawn: Map) -> dict[str, Any]:
    """What one rerun sends: a digit of the step, the rate and n for each area, and the words.

    One string for all areas each, in the order of the outlines: under 10 KB for 514 regencies.
    """
    regions = regions_of(drawn)
    bounds = find_bounds([one.rate for one in regions if one.rate is not None])
    steps = [step_of(one.rate, bounds) for one in regions]
    return {
        "script": _address("map.js"),
        "url": _address(f"{drawn.level}.json"),
        "language": state.LANGUAGES.index(state.language()),
        "within": drawn.within,
        "chosen": drawn.chosen,
        "steps": "".join(_FEW if step is None else str(step) for step in steps),
        "values": _BETWEEN.join("" if one.rate is None else one.value for one in regions),
        "counts": _BETWEEN.join(one.n for one in regions),
        "words": {
            "alt": drawn.words.alt,
            "area": drawn.words.area,
            "few": drawn.words.few,
            "legend": write_legend(bounds),
            "shades": spread(len(bounds) + 1),
            "none": t("map.few"),
            "hint": t("map.hint"),
            "failed": t("map.failed"),
        },
    }


def _address(name: str) -> str:
    """Where a static file of the maps is; another address once its content changes."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}/app/static/maps/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    return blake2b((FOLDER / name).read_bytes(), digest_size=6).hexdigest()


def write_style() -> str:
    """The style sheet with the colours of both themes and of the steps."""
    steps = "".join(f".s{i}{{color:{shade}}}" for i, shade in enumerate(shades()))
    sheet = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    dark = f"@media(prefers-color-scheme:dark){{:host{{{_paints(DARK)}}}}}"
    return f":host{{{_paints(LIGHT)}}}{dark}{steps}{sheet}"


def _paints(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


_component = st.components.v2.component(
    "sinyal_kerja_map", html=_HTML, css=write_style(), js=_SCRIPT
)


def show_map(
    key: str,
    title: str,
    subtitle: str,
    drawn: Map,
    take: Callable[[str], None],
    source: parts.Source | str,
    notes: Sequence[str],
    rows: pd.DataFrame,
) -> None:
    """A map with what belongs under a figure; `take` is told the code that a reader picks.

    Its table is that of the ranked list that stands beside every map; `rows` are the same figures
    to take away, under column keys of [table].
    """
    st.header(title, anchor=False)
    st.markdown(subtitle)
    _component(
        key=key,
        data=write_data(drawn),
        on_picked_change=lambda: take(str(st.session_state[key]["picked"])),
    )
    named = rows.rename(columns={name: t(f"table.{name}") for name in rows.columns})
    parts.show_foot(parts.make_figure(title, subtitle, draw_map(drawn), notes, source, named))
