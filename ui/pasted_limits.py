"""The limits of a pasted advertisement in words: what was read, where, and who else sets them."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from analytics.advert_check import Advert
from ui import svg
from ui.pengawasan_lists import write_evidence
from ui.texts import plain, t

_FIELDS: Final = ("age_min", "age_max", "sex", "appearance", "marital", "religion", "height")
QUOTE_CHARACTERS: Final = 160


def write_limit(advert: Advert, kind: str) -> str:
    """What was read of a limit (a key of `list_limits`): "Terbaca: umur paling tua 25 tahun"."""
    row: dict[Hashable, Any] = {name: advert.limits.get(name, float("nan")) for name in _FIELDS}
    return write_evidence(row, kind)


def write_quote(words: str) -> str:
    """Words of the advertisement, marked as such; empty for none."""
    if not words:
        return ""
    return t("pasted.quote", words=plain(svg.shorten(words, QUOTE_CHARACTERS)))


def write_others(figures: Mapping[str, Any]) -> str:
    """How many similar advertisements set the same limit; empty where that cannot be told."""
    told = read_share(figures)
    return t("pasted.limit_others", **told) if told else ""


def read_share(figures: Mapping[Any, Any]) -> dict[str, object]:
    """A share with its interval and n as texts set them in; empty where it cannot be told."""
    if not figures or pd.isna(figures["share"]):
        return {}
    bounds = {"low": figures["interval_low"], "high": figures["interval_high"]}
    return {"share": figures["share"], **bounds, "n": figures["base"]}
