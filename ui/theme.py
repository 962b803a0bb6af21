"""The one table of colours, light and dark; a test computes contrast and colour distance."""

from collections.abc import Mapping
from typing import Final

# Blue and orange-brown stay apart in normal, deutan, protan and tritan vision (UX.md §6.2).
LIGHT: Final[Mapping[str, str]] = {
    "ground": "#ffffff",
    "ink": "#161616",
    "muted": "#4f5a60",
    "rule": "#d5dade",
    "track": "#e9edef",
    "mark": "#0072b2",
    "pale": "#9ccbe6",
    "highlight": "#b35900",
}
DARK: Final[Mapping[str, str]] = {
    "ground": "#14181b",
    "ink": "#f2f2f0",
    "muted": "#b7c0c5",
    "rule": "#3a4349",
    "track": "#283036",
    "mark": "#56b4e9",
    "pale": "#2a5f80",
    "highlight": "#e69f00",
}
