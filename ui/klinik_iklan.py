"""What Klinik iklan says: the finding, the mends in order, the checklist to copy, next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from analytics.advert_check import Advert, list_personal
from analytics.advert_check_compare import measure_lengths
from analytics.advert_check_mends import Around, Mend, list_limits, list_mends
from analytics.supervision import circulars
from analytics.wages_stated import count_stated
from data.snapshot import Snapshot
from ui import format as formats
from ui import parts, state
from ui.cek_lowongan import query_of
from ui.pasted_demands import name_value
from ui.pasted_limits import read_share, write_limit, write_others, write_quote
from ui.pasted_market import Market
from ui.pasted_pay import write_less
from ui.state import ask
from ui.texts import plain, t

PAGE: Final = "klinik-iklan"
_SKILLS: Final = 5
_LIMITS: Final = ("age", "sex", "looks", "marital", "religion", "height")


def show_finding(advert: Advert | None, mends: Sequence[Mend]) -> None:
    """How much there is to mend, or, before anything was pasted, what the page is for."""
    if advert is None:
        st.title(t("klinik_iklan.title"), anchor=False)
        st.markdown(t("klinik_iklan.lead"))
        return
    if not advert.is_advert:
        st.title(t("klinik_iklan.unread"), anchor=False)
        st.markdown(t("cek_lowongan.unread_lead"))
        return
    if not mends:
        st.title(t("klinik_iklan.nothing"), anchor=False)
        st.markdown(t("klinik_iklan.nothing_lead"))
        return
    st.title(t("klinik_iklan.finding", n=len(mends), first=name_mend(mends[0])), anchor=False)
    st.markdown(t("klinik_iklan.finding_lead"))


def find_mends(snapshot: Snapshot, advert: Advert, market: Market, text: str) -> list[Mend]:
    """All there is to mend in a draft that was read; `text` is as typed, for what is personal."""
    where, position = market.where, market.position
    around = Around(
        floor=market.floor,
        stated=ask(count_stated, snapshot, where).iloc[0] if where else None,
        position=position.high if position else None,
        demands=market.demands,
        limits=market.limits,
        skills=market.skills,
        lengths=ask(measure_lengths, snapshot, where).iloc[0] if where else None,
    )
    return list_mends(advert, around, list_personal(text))


def name_mend(mend: Mend) -> str:
    """What to do, in a few words."""
    return t(f"klinik_mend.{mend.kind}")


def show_mends(advert: Advert, mends: Sequence[Mend], market: Market) -> None:
    """The mends one under the other, the weightiest first, each with its reason and figures."""
    if not mends:
        return
    st.header(t("klinik_iklan.mends_title"), anchor=False)
    for place, mend in enumerate(mends, 1):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{place}. {name_mend(mend)}**")
            st.markdown(_write_why(advert, mend, market.names))
            if mend.words:
                st.markdown(write_quote(mend.words))
    if any(mend.kind in _LIMITS for mend in mends):
        circular = circulars()["limits"]
        st.markdown(t("klinik_iklan.circular", number=circular.number, day=circular.day))
    if any(mend.kind == "diploma_kept" for mend in mends):
        circular = circulars()["diploma"]
        st.markdown(t("klinik_iklan.diploma", number=circular.number, day=circular.day))


def _write_why(advert: Advert, mend: Mend, names: Mapping[str, str]) -> str:
    """The reason with the figures of the market, as far as there are any."""
    if mend.kind in _LIMITS:
        why = t("klinik_iklan.why_limit")
        return f"{write_limit(advert, mend.kind)} {why} {write_others(mend.figures)}"
    why = t(f"klinik_why.{mend.kind}", characters=advert.characters)
    more = _MORE.get(mend.kind)
    return f"{why} {more(mend.figures, names)}" if more else why


def _more_personal(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    kinds = ", ".join(t(f"klinik_personal.{kind}") for kind in figures["kinds"])
    return t("klinik_iklan.personal", kinds=kinds)


def _more_stated(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    told = read_share(figures)
    return t("klinik_iklan.stated", **told) if told else ""


def _more_minimum(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    return t("klinik_iklan.minimum", minimum=figures["minimum"])


def _more_position(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    return write_less(figures["amount_idr"], figures)


def _more_demand(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    demand = str(figures["demand"])
    return t(
        "klinik_iklan.demand",
        asked=name_value(demand, str(figures["asked"])),
        usual=name_value(demand, str(figures["usual"])),
        share=figures["share_less"],
        low=figures["interval_low"],
        high=figures["interval_high"],
        n=figures["n"],
    )


def _more_skills(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    rows = figures["rows"].head(_SKILLS)
    language = state.language()
    told = [
        f"{plain(names[skill])} ({formats.percent(share, language)})"
        for skill, share in zip(rows["skill"], rows["share"], strict=True)
    ]
    return t("klinik_iklan.skills", skills=", ".join(told), n=rows["base"].iloc[0])


def _more_short(figures: Mapping[str, Any], names: Mapping[str, str]) -> str:
    del names
    return t(
        "klinik_iklan.short",
        low=figures["quartile_low"],
        median=figures["median"],
        n=figures["n"],
    )


_MORE: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]]] = {
    "personal": _more_personal,
    "no_pay": _more_stated,
    "below_minimum": _more_minimum,
    "perhaps_minimum": _more_minimum,
    "low_pay": _more_position,
    "high_education": _more_demand,
    "high_experience": _more_demand,
    "skills": _more_skills,
    "short": _more_short,
}


def show_checklist(advert: Advert, mends: Sequence[Mend]) -> None:
    """The mends and a frame for the mended advertisement, as text to copy."""
    st.header(t("klinik_iklan.checklist_title"), anchor=False)
    st.markdown(t("klinik_iklan.checklist_lead"))
    st.code(write_checklist(advert, mends), language=None, wrap_lines=True)


def write_checklist(advert: Advert, mends: Sequence[Mend]) -> str:
    """One line a mend to tick off, then the frame, with what was read in its place."""
    kinds = {mend.kind for mend in mends}
    ticks = [f"[ ] {name_mend(mend)}" for mend in mends]
    blank = t("klinik_frame.blank")
    told = {
        "title": advert.title or blank,
        "company": blank,
        "place": blank,
        "pay": blank if {"no_pay", "no_period", "below_minimum"} & kinds else _write_pay(advert),
        "duties": blank,
        "demands": _write_demands(advert),
        "apply": blank,
    }
    frame = [t(f"klinik_frame.{name}", told=words) for name, words in told.items()]
    if list_limits(advert):
        frame.append(t("klinik_frame.fair"))
    frame.append(t("klinik_frame.free"))
    head = [t("klinik_frame.ticks"), *ticks, ""] if ticks else []
    return "\n".join([*head, t("klinik_frame.head"), *frame])


def _write_pay(advert: Advert) -> str:
    return advert.pay.words if advert.pay else t("klinik_frame.blank")


def _write_demands(advert: Advert) -> str:
    """Schooling and years as read, without any limit."""
    told = []
    if advert.education:
        told.append(t("klinik_frame.education", level=name_value("education", advert.education)))
    if advert.experience:
        years = formats.number(advert.experience, state.language(), 1)
        told.append(t("klinik_frame.experience", years=years))
    return "; ".join(told) or t("klinik_frame.blank")


def show_next(advert: Advert | None) -> None:
    """The next step: what others pay and ask, whether circulars are kept, the other side."""
    st.header(t("klinik_iklan.next_title"), anchor=False)
    query = query_of(advert)
    place = {key: code for key, code in query.items() if key == state.PROVINCE_KEY}
    parts.link_page("pages/gaji.py", t("klinik_iklan.next_pay"), query)
    parts.link_page("pages/pekerjaan.py", t("klinik_iklan.next_job"), query)
    parts.link_page("pages/pengawasan.py", t("klinik_iklan.next_supervision"), place)
    parts.link_page("pages/cek_lowongan.py", t("klinik_iklan.next_check"), {})
