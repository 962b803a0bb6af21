"""One advertisement in hand: signs, parts, minimum wage, comparison, and what to mend first."""

import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from analytics.advert_check import (
    Advert,
    Floor,
    Pay,
    Sign,
    find_market,
    find_parts,
    judge_floor,
    list_missing,
    list_personal,
    rules,
)
from analytics.advert_check_compare import (
    band_of,
    compare_demands,
    find_rare,
    is_far_above,
    mark_skills,
    measure_lengths,
    share_signs,
)
from analytics.advert_check_mends import Around, list_limits, list_mends, share_of_limit
from analytics.filter import EVERYTHING, Filter
from analytics.occupations import occupation_skills, share_demands
from data.reference.wages import MinimumWage
from data.snapshot import Snapshot, open_snapshot
from settings import ROOT
from tests.pages.pasting import welders
from tests.ui.market import publish, vacancy
from ui.texts import load

WELDER = Filter(occupation="7212")
WHOLE = frozenset({"pay", "company", "place", "duties", "apply"})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("snapshots")
    publish(folder, welders())
    with closing(open_snapshot(folder)) as opened:
        yield opened


def test_every_kind_of_risk_has_a_weight_words_and_a_place_among_the_mends() -> None:
    told = tomllib.loads((ROOT / "nlp/risk.toml").read_text(encoding="utf-8"))
    kinds = {rule["kind"] for rule in told["rule"]} | {"free_mail", "chat_only", "pay"}
    assert set(rules()["sign"]) == kinds
    assert kinds <= set(rules()["mends"]["order"])
    for kind in kinds:
        assert {f"pasted_sign.{kind}", f"cek_lowongan_do.{kind}", f"klinik_mend.{kind}"} <= set(
            load("id")
        )


def test_every_mend_has_words() -> None:
    for kind in rules()["mends"]["order"]:
        assert f"klinik_mend.{kind}" in load("id")


def test_a_market_needs_three_digits_of_an_occupation() -> None:
    told = Advert(occupation="7212", province="21", regency="2171")
    assert find_market(told) == Filter(occupation="7212", province="21", regency="2171")
    assert find_market(Advert(occupation="72")) is None
    assert find_market(Advert()) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dibutuhkan kasir", set()),
        ("Bertugas melayani pembeli. Kirim CV ke toko", {"duties", "apply", "company"}),
        # A curriculum vitae is no firm.
        ("Kirim CV terbaru", {"apply"}),
        ("CV Maju Jaya membutuhkan kasir", {"company"}),
        ("Kasir, 0812-3456-7890", {"apply"}),
    ],
)
def test_parts_are_found_by_their_words(text: str, found: set[str]) -> None:
    assert find_parts(text, (), has_duties=False) == found


def test_what_is_told_elsewhere_is_not_missing() -> None:
    parts = find_parts("Dibutuhkan kasir", ("pay", "place"), has_duties=True)
    assert list_missing(Advert(parts=parts)) == ["company", "apply"]


def test_a_mailbox_of_a_company_is_no_personal_data() -> None:
    assert list_personal("Kirim ke hrd@contoh.example") == []
    assert list_personal("Kirim ke rina@gmail.com atau 0812-3456-7890") == ["email", "phone"]


def pay(low: int | None, high: int | None, **facts: object) -> Pay:
    return Pay("Rp", low, high, **facts)  # type: ignore[arg-type] - as the test says


@pytest.mark.parametrize(
    ("offer", "verdict"),
    [
        (pay(3_000_000, 4_000_000), "below"),
        (pay(5_000_000, 6_000_000), "perhaps"),
        (pay(6_000_000, 7_000_000), "above"),
        (pay(None, 6_000_000), "perhaps"),  # up to 6 million
        (pay(6_000_000, None), "above"),  # from 6 million
        (pay(3_000_000, 4_000_000, period="hour"), "part"),
        (pay(None, None), "unknown"),
        (pay(1, 1, is_plausible=False), "unknown"),
        (None, "unknown"),
    ],
)
def test_pay_against_the_minimum_wage_of_batam(
    snapshot: Snapshot, offer: Pay | None, verdict: str
) -> None:
    floor = judge_floor(snapshot, Advert(regency="2171", pay=offer))
    assert floor is not None
    # Rp5,357,982 in 2026.
    assert (floor.least.basis, floor.least.year, floor.verdict) == ("umk", 2026, verdict)


def test_part_time_work_and_unknown_places_are_not_judged(snapshot: Snapshot) -> None:
    part = Advert(regency="2171", pay=pay(1_000_000, 1_000_000), employment_type="part_time")
    floor = judge_floor(snapshot, part)
    assert floor is not None
    assert floor.verdict == "part"
    assert judge_floor(snapshot, Advert(pay=pay(1, 1))) is None


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, "0"), (0.5, "below_1"), (1, "1_2"), (2.9, "1_2"), (3, "3_4"), (5, "5_more")],
)
def test_years_fall_into_the_bands_of_the_market(years: float, band: str) -> None:
    assert band_of(years) == band


def test_demands_are_held_against_those_who_say(snapshot: Snapshot) -> None:
    demands = share_demands(snapshot, WELDER)
    education, experience = (row for _, row in compare_demands(demands, "s1", 5.0).iterrows())
    # 30 ask SMP and 10 SMK; all ask one or two years.
    assert (education["n_less"], education["n"], education["usual"]) == (40, 40, "smp")
    assert education["share_less"] == 1.0
    assert is_far_above(education)
    assert (experience["asked"], experience["n_less"]) == ("5_more", 40)
    smk = compare_demands(demands, "smk", None).iloc[0]
    assert smk["share_less"] == 0.75
    # 60 to 86 % by Wilson: not surely three quarters.
    assert not is_far_above(smk)
    silent = compare_demands(demands, None, None)
    assert silent["share_less"].isna().all()


def test_few_similar_advertisements_carry_no_share(tmp_path: Path) -> None:
    publish(
        tmp_path,
        [
            vacancy(i, occupation="7212", education_min="smp", description_characters=9)
            for i in range(9)
        ],
    )
    with closing(open_snapshot(tmp_path)) as few:
        row = compare_demands(share_demands(few, WELDER), "s1", None).iloc[0]
        lengths = measure_lengths(few, WELDER).iloc[0]
    assert (row["n_less"], row["n"]) == (9, 9)
    assert pd.isna(row["share_less"])
    assert not is_far_above(row)
    assert pd.isna(lengths["quartile_low"])


def test_skills_of_the_draft_are_marked_and_rare_ones_found(snapshot: Snapshot) -> None:
    skills = occupation_skills(snapshot, WELDER, 100)
    marked = mark_skills(skills, ["pipe-welding"]).set_index("skill")
    assert marked["is_asked"].to_dict() == {
        "pipe-welding": True,
        "shielded-metal-arc-welding": False,
    }
    assert marked["is_common"].all()
    # 40 advertisements are too few to call one in fifty rare.
    assert find_rare(skills, ["welder-certificate"]) == []
    many = skills.assign(base=400)
    assert find_rare(many, ["pipe-welding", "welder-certificate"]) == ["welder-certificate"]


def test_lengths_are_those_of_similar_advertisements(snapshot: Snapshot) -> None:
    row = measure_lengths(snapshot, WELDER).iloc[0]
    # 900 to 1,290 characters in steps of 10.
    assert (row["n"], row["median"], row["place"]) == (40, 1095, "nation")
    assert 900 <= row["interval_low"] <= row["quartile_low"] <= row["interval_high"]


def test_signs_of_danger_are_counted_among_the_described(tmp_path: Path) -> None:
    warned = [("deposit",), ("diploma_kept",), ("fee", "pay"), *[()] * 7]
    publish(
        tmp_path,
        [vacancy(i, risks=kinds, description_characters=9) for i, kinds in enumerate(warned)]
        + [vacancy(99, risks=("deposit",))],
    )
    with closing(open_snapshot(tmp_path)) as opened:
        row = share_signs(opened, EVERYTHING).iloc[0]
    # A kept diploma is no danger, and the last one has no description.
    assert (row["n"], row["base"], row["share"]) == (2, 10, 0.2)


def test_mends_begin_with_what_weighs_most() -> None:
    least = MinimumWage(5_000_000, "umk", 2026, "", "2171", "listed")
    advert = Advert(
        pay=pay(3_000_000, 3_000_000),
        limits={"age_max": 25, "age_min": 18, "appearance": True},
        limit_words={"age_max": "18-25 tahun"},
        signs=(Sign("chat_only", "Chat WA", ""), Sign("deposit", "bayar deposit", "")),
        parts=WHOLE - {"company", "duties"},
    )
    mends = list_mends(advert, Around(floor=Floor(least, "below")), ["phone"])
    assert [one.kind for one in mends] == [
        "deposit", "age", "looks", "below_minimum", "personal", "chat_only", "no_duties",
    ]  # fmt: skip
    assert [one.words for one in mends[:3]] == ["bayar deposit", "18-25 tahun", ""]


def test_a_whole_fair_draft_has_no_mends() -> None:
    assert list_mends(Advert(pay=pay(6_000_000, 6_000_000), parts=WHOLE), Around(), []) == []


@pytest.mark.parametrize(
    ("offer", "kinds"),
    [
        (None, ["no_pay"]),
        (pay(None, None, period=None), ["no_period"]),
        (pay(None, None, currency="USD"), []),
    ],
)
def test_pay_that_cannot_be_compared(offer: Pay | None, kinds: list[str]) -> None:
    told = Advert(pay=offer, parts=WHOLE)
    assert [one.kind for one in list_mends(told, Around(), [])] == kinds


@pytest.mark.parametrize(("high", "kinds"), [(0.2, ["low_pay"]), (0.3, [])])
def test_pay_is_low_only_where_chance_is_ruled_out(high: float, kinds: list[str]) -> None:
    position = pd.Series({"reason": None, "share_perhaps": 0.1, "interval_high": high})
    told = Advert(pay=pay(1_000_000, 1_000_000), parts=WHOLE)
    assert [one.kind for one in list_mends(told, Around(position=position), [])] == kinds


def test_the_same_limit_of_others_is_counted(snapshot: Snapshot) -> None:
    demands = share_demands(snapshot, WELDER)
    limits = demands[demands["demand"] == "restriction"]
    advert = Advert(limits={"age_max": 30, "sex": "male"})
    assert list_limits(advert) == {"age": ["age_max"], "sex": ["sex"]}
    # Every second of the 40.
    assert share_of_limit(limits, advert, "age")["share"] == 0.5
    assert share_of_limit(limits, advert, "sex")["share"] == 0.0
    assert share_of_limit(pd.DataFrame(), advert, "age") == {}


def test_only_what_a_job_has_makes_an_advertisement() -> None:
    assert Advert(occupation="7212").is_advert
    assert Advert(pay=pay(1, 1)).is_advert
    assert not Advert(occupation="3", title="qwe").is_advert
