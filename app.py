"""The dashboard's entry: navigation, language switch, page title, and nothing else."""

import streamlit as st

from ui import parts, state
from ui.texts import t

language = state.choose_language()
page = st.navigation(
    {
        "": [st.Page("pages/beranda.py", title=t("nav.home"), url_path="", default=True)],
        t("nav_group.work"): [
            st.Page("pages/karier.py", title=t("nav.career"), url_path="karier"),
            st.Page("pages/pekerjaan.py", title=t("nav.jobs"), url_path="pekerjaan"),
            st.Page("pages/keterampilan.py", title=t("nav.skills"), url_path="keterampilan"),
            st.Page("pages/gaji.py", title=t("nav.wages"), url_path="gaji"),
            st.Page("pages/cek_lowongan.py", title=t("nav.check"), url_path="cek-lowongan"),
        ],
        t("nav_group.market"): [
            st.Page("pages/wilayah.py", title=t("nav.places"), url_path="wilayah"),
            st.Page("pages/sektor.py", title=t("nav.sectors"), url_path="sektor"),
            st.Page("pages/topik.py", title=t("nav.topics"), url_path="topik"),
        ],
        t("nav_group.training"): [
            st.Page("pages/kesenjangan.py", title=t("nav.gap"), url_path="kesenjangan"),
            st.Page("pages/cek_silabus.py", title=t("nav.syllabus"), url_path="cek-silabus"),
            st.Page("pages/prakerja.py", title=t("nav.prakerja"), url_path="prakerja"),
        ],
        t("nav_group.employers"): [
            st.Page("pages/klinik_iklan.py", title=t("nav.clinic"), url_path="klinik-iklan"),
            st.Page("pages/pengawasan.py", title=t("nav.supervision"), url_path="pengawasan"),
        ],
        t("nav_group.numbers"): [
            st.Page("pages/data.py", title=t("nav.data"), url_path="data"),
            st.Page("pages/metodologi.py", title=t("nav.method"), url_path="metodologi"),
            # Reached from marks of figures; without one it lists everything.
            st.Page(
                "pages/iklan.py",
                title=t("nav.advertisements"),
                url_path="iklan",
                visibility="hidden",
            ),
        ],
    },
    position="top",
)
# After st.navigation: in a folder called `pages` the tab would be titled with the file's name.
st.set_page_config(
    page_title=t("app.page_title", page=page.title),
    page_icon="static/favicon.png",
    layout="wide",
)
# How pages are laid out on paper; and Streamlit always says English, by which screen readers choose
# their voice.
st.html(
    f"<style>{parts.PAPER}</style><script>document.documentElement.lang='{language}'</script>",
    unsafe_allow_javascript=True,
)
with st.container(horizontal_alignment="center"), st.container(width=parts.WIDTH):
    head = parts.show_head()
    page.run()
    with head:
        parts.show_dropped()
