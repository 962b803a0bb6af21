"""Beranda in every state: full, small, empty, none, broken, replaced; both languages; odd links."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.market import Row, full_market, publish, spread, vacancy
from ui.format import Language
from ui.texts import text

ROOT = Path(__file__).resolve().parents[2]
Visit = Callable[..., AppTest]


def visit(**query: str) -> AppTest:
    """The page as a reader gets it who follows such a link."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """All text of the page."""
    kinds = ("title", "header", "markdown", "caption", "code", "info")
    shown = [element.value for kind in kinds for element in getattr(page, kind)]
    shown += [element.proto.body for element in page.get("html")]
    shown += [f"{metric.label} {metric.value} {metric.delta}" for metric in page.metric]
    return "\n".join(str(value) for value in shown)


@pytest.mark.parametrize("language", ["id", "en"])
def test_without_a_snapshot_the_page_says_what_to_run(folder: Path, language: str) -> None:
    page = visit(lang=language)
    assert page.title[0].value == text(language, "state.none_title")  # type: ignore[arg-type] - one of two
    assert "python -m cli run --sample" in words(page)
    assert not page.metric


@pytest.mark.parametrize("pointer", ["nonsense", "../../etc/passwd"])
def test_a_broken_pointer_is_a_sentence_not_a_traceback(folder: Path, pointer: str) -> None:
    folder.mkdir()
    (folder / "CURRENT").write_text(pointer, encoding="ascii")
    page = visit()
    assert page.title[0].value == text("id", "state.broken_title")
    assert "python -m cli publish" in words(page)


def test_a_pointer_to_a_folder_that_is_gone_counts_as_none(folder: Path) -> None:
    folder.mkdir()
    (folder / "CURRENT").write_text("20260101T000000Z\n", encoding="ascii")
    assert visit().title[0].value == text("id", "state.none_title")


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_snapshot_is_a_designed_state(folder: Path, language: str) -> None:
    meta = publish(folder, [])
    page = visit(lang=language)
    assert page.title[0].value == text(language, "state.empty_title")  # type: ignore[arg-type] - one of two
    assert meta.id in words(page)


@pytest.mark.parametrize("province", ["", "32", "94", "11"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_full_market_shows_figures_with_n_source_and_period(
    folder: Path, language: str, province: str
) -> None:
    publish(folder, full_market())
    page = visit(lang=language, prov=province)
    said = words(page)
    assert len(page.title) == 1
    assert page.header[-1].value == text(language, "next.title")  # type: ignore[arg-type] - one of two
    figures = len(page.expander)
    assert said.count("](#cara-membaca)") == figures
    assert said.count("n = ") >= figures
    assert figures == (0 if province == "11" else figures)
    assert "nan" not in said.lower().split()
    assert "None" not in [metric.value for metric in page.metric]


def test_numbers_of_the_snapshot_are_on_the_page(folder: Path) -> None:
    rows = full_market()
    publish(folder, rows)
    page = visit()
    october = sum(row["month"] == "2026-10" for row in rows)
    assert page.title[0].value.startswith(f"Oktober 2026: {october} lowongan baru, naik ")
    values = [metric.value for metric in page.metric]
    assert values[:2] == [f"{len(rows):,}".replace(",", "."), str(october)]
    undated = sum(row["posted"] is None for row in rows)
    assert text("id", "trend.undated", n=undated) in words(page)


def test_sample_data_is_marked_on_the_page_and_under_each_figure(folder: Path) -> None:
    publish(folder, full_market())
    page = visit()
    assert page.info[0].value == text("id", "mark.sample")
    assert words(page).count(text("id", "mark.sample_short")) == len(page.expander)


def test_real_data_carries_no_sample_mark(folder: Path) -> None:
    publish(folder, full_market(), is_sample=False)
    page = visit()
    assert not page.info
    assert text("id", "mark.sample_short") not in words(page)


def test_too_few_openings_show_reasons_instead_of_figures(folder: Path) -> None:
    rows = [
        vacancy(i, posted=date(2026, 3, 1 + i), wage_min_idr=4_000_000, province="31")
        for i in range(7)
    ]
    publish(folder, rows)
    page = visit()
    said = words(page)
    assert page.title[0].value == "7 lowongan tercatat dari 7 perusahaan"
    assert text("id", "titles.none", at_least=10) in said
    assert text("id", "provinces.none", at_least=10) in said
    assert "Rp4" not in said
    assert [metric.value for metric in page.metric] == ["7", "–", "–", "7 Mar 2026"]


def test_no_dates_at_all_draw_no_trend(folder: Path) -> None:
    publish(folder, [vacancy(i) for i in range(30)])
    page = visit()
    assert text("id", "trend.none") in words(page)
    assert page.metric[3].value == "–"


def test_a_change_within_noise_has_no_arrow_and_no_up_or_down(folder: Path) -> None:
    days = [*spread("2026-01", 40), *spread("2026-02", 44)]
    publish(folder, [vacancy(i, posted=day) for i, day in enumerate(days)])
    page = visit()
    assert page.metric[1].delta == ""
    assert "naik" not in page.title[0].value
    assert "selang 95% -" in words(page)


def test_a_fall_has_an_ascii_minus(folder: Path) -> None:
    days = [*spread("2026-01", 200), *spread("2026-02", 100)]
    publish(folder, [vacancy(i, posted=day) for i, day in enumerate(days)])
    page = visit()
    assert page.metric[1].delta == "-50%"
    assert "turun 50%" in page.title[0].value


def test_a_province_without_enough_wages_falls_back_to_the_country(folder: Path) -> None:
    rows: list[Row] = [
        vacancy(i, province="31", wage_min_idr=5_000_000 + i, posted=date(2026, 1, 1))
        for i in range(30)
    ]
    rows += [vacancy(100 + i, province="51", wage_min_idr=9_000_000) for i in range(4)]
    publish(folder, rows)
    said = words(visit(prov="51"))
    assert text("id", "wage.fallback", place="Bali", n=4, employers=4) in said
    assert "Rp9" not in said


@pytest.mark.parametrize("nonsense", ["fr", "", "EN", "id'--", "<script>", "x" * 5000])
def test_nonsense_in_the_address_falls_back_and_leaves_it(folder: Path, nonsense: str) -> None:
    publish(folder, full_market())
    page = visit(lang=nonsense, prov=nonsense)
    assert page.title[0].value.startswith("Oktober 2026")
    assert "lang" not in page.query_params
    assert "prov" not in page.query_params


def test_language_switch_writes_the_code_and_keeps_the_province(folder: Path) -> None:
    publish(folder, full_market())
    page = visit(prov="32")
    page.segmented_control[0].set_value("en").run()
    assert page.query_params["lang"] == "en"
    assert page.query_params["prov"] == "32"
    assert "West Java" in words(page)
    page.segmented_control[0].set_value("id").run()
    assert "lang" not in page.query_params
    assert "Jawa Barat" in words(page)


def test_choosing_a_province_changes_the_figures_and_the_address(folder: Path) -> None:
    rows = full_market()
    publish(folder, rows)
    page = visit()
    page.selectbox[0].set_value("36").run()
    assert page.query_params["prov"] == "36"
    assert page.metric[0].value == str(sum(row["province"] == "36" for row in rows))


def test_a_new_snapshot_is_picked_up_at_the_next_rerun(folder: Path) -> None:
    publish(folder, full_market())
    page = visit()
    publish(folder, [vacancy(i) for i in range(33)])
    page.run()
    assert not page.exception
    assert page.metric[0].value == "33"


def test_all_provinces_can_be_reached(folder: Path) -> None:
    publish(folder, full_market())
    said = words(visit())
    for name in ("Papua Barat Daya", "Papua Pegunungan", "Gorontalo", "Kepulauan Riau"):
        assert f">{name}</a></th>" in said


def test_markdown_in_a_title_is_shown_as_typed(folder: Path) -> None:
    title = "![x](http://other.example/x.png) :red[Koki] | $x$"
    publish(folder, [vacancy(i, title=title) for i in range(20)])
    page = visit()
    # What is read as Markdown; the HTML table escapes for HTML.
    said = "\n".join(e.value for kind in (page.title, page.markdown, page.caption) for e in kind)
    assert "![x](http" not in said
    assert r"\!\[x\]\(http" in said


def test_a_page_imports_nothing_heavy(tmp_path: Path) -> None:
    publish(tmp_path / "snapshots", full_market())
    # SciPy (the pay of ranges) is loaded by ui/server.py before the first visitor comes.
    heavy = ("statsmodels", "distributed", "sklearn", "spacy", "pandera", "torch", "sqlalchemy")
    code = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        f"page = AppTest.from_file({str(ROOT / 'app.py')!r}, default_timeout=60).run()\n"
        "assert not page.exception and len(page.metric) == 4, page\n"
        f"sys.exit(' '.join(n for n in {heavy!r} if n in sys.modules) or 0)\n"
    )
    environment = {"STATE_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]


def test_the_line_under_the_months_tells_those_that_are_drawn(folder: Path) -> None:
    old = vacancy(0, posted=date(2020, 1, 5))
    rows = [vacancy(1 + i, posted=day) for i, day in enumerate(spread("2026-10", 30))]
    publish(folder, [old, *rows])
    sources = [line for line in words(visit()).split("\n") if line.startswith(":small[")]
    # 24 months are drawn; the one of 2020 counts elsewhere.
    assert "n = 30 · tayang 1 Nov 2024–31 Okt 2026" in sources[0]


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_address_that_asks_for_what_is_not_known_is_told_so(
    folder: Path, language: Language
) -> None:
    publish(folder, full_market())
    told = text(language, "state.dropped", shown=text(language, "shown.prov"))
    page = visit(lang=language, prov="99")
    assert [caption.value for caption in page.caption].count(told) == 1
    page.run()
    assert told not in words(page)
    assert told not in words(visit(lang=language, prov="32"))
