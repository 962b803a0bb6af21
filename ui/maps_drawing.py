"""A map as one SVG to take away, with its legend."""

from collections.abc import Sequence
from html import escape
from typing import Final

from ui import state, svg
from ui.maps_areas import Map, areas_of, outlines, regions_of
from ui.maps_steps import find_bounds, shades, spread, step_of, write_legend
from ui.texts import t
from ui.theme import LIGHT

_WIDTH: Final = 940
# The hatching of what is too few, in the units of the map and in those of the legend.
_ON_MAP: Final = "few"
_ON_KEY: Final = "few-key"


def draw_map(drawn: Map) -> str:
    """The map on white, each area with its label as a title."""
    file = outlines(drawn.level)
    x, y, width, height = file["boxes"][drawn.within] if drawn.within else (0, 0, *file["size"])
    scale = _WIDTH / max(width, height)
    regions = regions_of(drawn)
    bounds = find_bounds([one.rate for one in regions if one.rate is not None])
    colours = [shades()[i] for i in spread(len(bounds) + 1)]
    language = state.LANGUAGES.index(state.language())
    few = f'fill="url(#{_ON_MAP})" stroke="{LIGHT["rule"]}"'
    paths = []
    for (_, *names, path), region in zip(areas_of(drawn), regions, strict=True):
        step = step_of(region.rate, bounds)
        paint = f'fill="{colours[step]}"' if step is not None else few
        words = drawn.words.few if step is None else drawn.words.area
        label = words.format(name=names[language], value=region.value, n=region.n)
        paths.append(f'<path d="{path}" {paint}><title>{escape(label)}</title></path>')
    top = height * scale + 16
    legend = _draw_legend(write_legend(bounds), colours, top)
    hatching = f"<defs>{_hatch(_ON_MAP, 1 / scale)}{_hatch(_ON_KEY, 1)}</defs>"
    group = (
        f'<g transform="scale({scale:.4f}) translate({-x} {-y})" stroke="{LIGHT["ground"]}" '
        f'stroke-width="{0.7 / scale:.2f}">{"".join(paths)}</g>'
    )
    return svg.drawing(_WIDTH, top + 24, [hatching, group, *legend], font=14)


def _hatch(name: str, scale: float) -> str:
    return (
        f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45) scale({scale:.3f})"><line x1="0" y1="0" x2="0" y2="5" '
        f'stroke="{LIGHT["muted"]}" stroke-width="1.3"/></pattern>'
    )


def _draw_legend(words: Sequence[str], colours: Sequence[str], top: float) -> list[str]:
    swatches = [*zip(words, colours, strict=True), (t("map.few"), f"url(#{_ON_KEY})")]
    step = _WIDTH / len(swatches)
    drawn = []
    for i, (word, paint) in enumerate(swatches):
        box = f'x="{i * step:.1f}" y="{top:.1f}" width="26" height="14"'
        drawn.append(f'<rect {box} fill="{paint}" class="rule"/>')
        drawn.append(svg.text(i * step + 32, top + 12, word))
    return drawn
