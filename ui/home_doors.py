"""The doors of Beranda: for each reader, the questions that other pages answer, one tap away."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from analytics.filter import Filter
from ui import parts
from ui.addresses import province_query
from ui.texts import t

# Who comes here, and the pages that answer what they come with (the table of the design); Karier
# has its own line above (`karier.show_entry`).
DOORS: Final[Mapping[str, Sequence[str]]] = {
    "seeker": ("gaji", "pekerjaan", "keterampilan", "cek_lowongan"),
    "trainer": ("kesenjangan", "keterampilan", "cek_silabus"),
    "employer": ("gaji", "pekerjaan", "klinik_iklan"),
    "government": ("wilayah", "sektor", "prakerja", "pengawasan"),
    "analyst": ("topik", "data", "metodologi"),
}


def show_doors(where: Filter) -> None:
    """For each reader a line with links to the pages for them, about the same place."""
    query = province_query(where)
    with st.container(gap="xsmall"):
        for reader, pages in DOORS.items():
            # Above its links, which then begin at one edge on every width. In a row, since a link
            # to a page does not wrap inside a narrow column.
            st.markdown(f"**{t(f'home_reader.{reader}')}**")
            with st.container(horizontal=True, gap="small"):
                for page in pages:
                    door = f"{reader}_{page}"
                    parts.link_page(f"pages/{page}.py", t(f"home_door.{door}"), query)
