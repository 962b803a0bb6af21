"""Gaji in every state: all occupations, one, fallback, guess, my pay, sample and real, nonsense."""

from pathlib import Path

import pytest
from streamlit.runtime.state.query_params import QueryParams

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.gaji_search import split_place
from ui.pekerjaan import short_name
from ui.texts import text

PAGE = "gaji"


def market(**facts: object) -> list[Row]:
    """Thirty-two welders, two of them in Batam; a dozen cashiers in Batam."""
    rows = [
        vacancy(
            i, title="Welder", occupation="7212", posted=day, wage_period="month",
            wage_currency="IDR", wage_min_idr=5_000_000 + 100_000 * i,
            wage_max_idr=6_000_000 + 100_000 * i, experience_min_years=float(i % 2) * 2,
            **({"province": "21", "regency": "2171"} if i < 2 else {"province": "32"}), **facts,
        )
        for i, day in enumerate(spread("2026-10", 32))
    ]  # fmt: skip
    return rows + [
        vacancy(
            100 + i, title="Kasir", occupation="5230", posted=day, province="21", regency="2171",
            wage_period="month", wage_currency="IDR", wage_min_idr=4_000_000 + 100_000 * i,
            wage_max_idr=4_500_000 + 100_000 * i,
        )
        for i, day in enumerate(spread("2026-10", 12))
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_all_occupations_open_with_a_figure_and_lead_into_the_best_paid(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language)
    said = words(page)
    assert text(language, "gaji.all_occupations") in page.title[0].value  # type: ignore[arg-type] - one of two
    assert text(language, "gaji.ranking_title") in said  # type: ignore[arg-type]
    assert "nan" not in said.lower().split()
    assert said.count("](#cara-membaca)") >= len(page.expander)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("place", [{}, {"prov": "32"}, {"kab": "2171"}])
def test_one_occupation_shows_all_its_parts(
    folder: Path, visit: Visit, language: str, place: dict[str, str]
) -> None:
    publish(folder, market())
    page = visit(lang=language, kbji="7212", **place)
    headings = [header.value for header in page.header]
    for key in ("percentiles_title", "mine_title", "experience_title", "minimum_title",
                "stated_title", "growth_title", "ads_title", "method_title"):  # fmt: skip
        assert text(language, f"gaji.{key}") in headings  # type: ignore[arg-type] - one of two
    assert "nan" not in words(page).lower().split()


def test_too_few_in_the_place_are_a_guess_that_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(kbji="7212", kab="2171")
    assert "Kota Batam: perkiraan Rp" in page.title[0].value
    said = words(page)
    assert "baru 2 iklan bergaji" in said
    assert "UMK Kota Batam 2026" in said
    assert page.query_params["prov"] in ("21", ["21"])


def test_a_search_with_a_place_answers_for_both(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    page.text_input[0].set_value("welder di batam").run()
    assert not page.exception
    for key, code in (("kbji", "7212"), ("prov", "21"), ("kab", "2171")):
        assert page.query_params[key] in (code, [code])


def test_a_search_is_one_step_of_the_browsers_back(
    folder: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, market())
    page = visit(prov="32", kab="3273")
    told: list[dict[str, str]] = []

    def note(self: QueryParams) -> None:
        told.append({key: str(value) for key, value in self._query_params.items()})

    monkeypatch.setattr(QueryParams, "_send_query_param_msg", note)
    page.text_input[0].set_value("welder di batam").run()
    assert told
    assert all(one == {"kbji": "7212", "prov": "21", "kab": "2171"} for one in told)


def test_a_link_keeps_its_figure_after_a_long_name() -> None:
    name = short_name("1330")
    assert name.endswith("…")
    assert len(name) <= 34


@pytest.mark.parametrize(
    ("search", "job"),
    [("tukang las batam", "tukang las"), ("batam welder", "welder"), ("kasir", None)],
)
def test_a_place_is_taken_off_either_end_of_a_search(search: str, job: str | None) -> None:
    assert next((job for job, _ in split_place(search)), None) == job


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (4_000_000, "lebih rendah daripada kebanyakan"),
        (7_200_000, "di sekitar tengah pasar"),
        (20_000_000, "lebih tinggi daripada kebanyakan"),
        (45, "terlalu kecil untuk gaji sebulan"),
    ],
)
def test_my_pay_is_placed_and_not_kept(folder: Path, visit: Visit, amount: int, said: str) -> None:
    publish(folder, market())
    page = visit(kbji="7212", kab="2171")
    page.number_input[0].set_value(amount).run()
    assert not page.exception
    assert said in words(page)
    assert ("Ini di bawah UMK Kota Batam" in words(page)) == (amount == 4_000_000)
    assert str(amount) not in str(page.query_params)


def test_an_occupation_without_enough_pay_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(kbji="2211")
    assert page.title[0].value == text("id", "gaji.finding_none", name="Praktisi Dokter Umum")


def test_one_employer_with_most_advertisements_is_named_as_the_reason(
    folder: Path, visit: Visit
) -> None:
    publish(folder, [row | {"company": "PT A"} if i > 8 else row for i, row in enumerate(market())])
    assert "satu perusahaan memasang" in words(visit(kbji="7212"))


@pytest.mark.parametrize(("is_sample", "links"), [(True, 0), (False, 10)])
def test_only_real_advertisements_link_to_the_original(
    folder: Path, visit: Visit, is_sample: bool, links: int
) -> None:
    publish(folder, market(url="https://portal.example/1"), is_sample=is_sample)
    assert len(visit(kbji="7212").get("link_button")) == links


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(kbji="abc", prov="99", kab="' OR 1=1", pengalaman="<script>")
    assert not {"kbji", "prov", "kab", "pengalaman"} & set(page.query_params)


def test_a_regency_of_another_province_leaves_the_address(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert "kab" not in visit(prov="32", kab="2171").query_params
