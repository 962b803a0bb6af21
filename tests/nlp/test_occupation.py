"""Reading the occupation: odd titles first, then back-off, the model's file, the dev postings."""

import tomllib
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataError
from nlp import linear
from nlp.linear import pack_model
from nlp.occupation import (
    CARD,
    DIGITS,
    MODEL,
    THRESHOLDS,
    Classifier,
    load_model,
    read_occupation,
    shipped_model,
    title_features,
    unpack_model,
)
from nlp.posting import Posting
from settings import ROOT
from tests.growth import grows_in_line

DEV = ROOT.parent / "shared" / "gold" / "dev.jsonl"
CARD_TABLE = tomllib.loads(CARD.read_text(encoding="utf-8"))


@pytest.mark.parametrize("title", ["", "   ", "!!!", "\x00", "🔥🔥", "採購"])
def test_a_title_that_tells_nothing_has_no_occupation(title: str) -> None:
    assert read_occupation(Posting(title=title)) is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("DIBUTUHKAN SEGERA!! PERAWAT IGD (JAKARTA)", "2221"),
        ("kasir toko roti", "5230"),
        ("Sopir Truk Tronton SIM B2 Umum", "8332"),
        ("Satpam / Security Malam", "5414"),
        ("Guru Matematika SMP", "2330"),
        ("Graphic Designer - Fresh Graduate Welcome", "2166"),
        ("Backend Engineer (Golang)", "2512"),
        ("Apoteker Penanggung Jawab", "2262"),
        ("Legal Officer", "2619"),
        ("Sekretaris Direksi", "3343"),
        ("Barista Part Time", "5132"),
        ("Juru Las / Welder 6G", "7212"),
    ],
)
def test_plain_titles_are_read_to_four_digits(title: str, code: str) -> None:
    found = read_occupation(Posting(title=title))
    assert found is not None
    assert found.code == code
    assert found.title
    assert 0 < found.score < 1


@pytest.mark.parametrize("title", ["asdf qwerty", "hjkl zxcv", "lorem ipsum"])
def test_letters_that_are_no_known_word_have_no_occupation(title: str) -> None:
    """Not even one digit, which would only be the most frequent one."""
    assert read_occupation(Posting.of({"title": title})) is None
    assert read_occupation(Posting.of({"title": title, "description": "qzqz"})) is None
    assert read_occupation(Posting.of({"title": f"{title} kasir"})) is not None


def test_duties_tell_where_the_title_does_not() -> None:
    vague = read_occupation(Posting(title="Pelaksana"))
    duties = "Merawat pasien rawat inap, memberi obat sesuai resep dokter, asuhan keperawatan, STR."
    told = read_occupation(Posting(title="Pelaksana", description=duties, industry="Perawat"))
    assert told is not None
    assert told.code.startswith("22")
    assert vague is None or not vague.code.startswith("22")


def test_duties_alone_are_read_where_the_title_is_missing() -> None:
    duties = "Membuat desain grafis dengan Adobe Illustrator dan Photoshop untuk media sosial."
    found = read_occupation(Posting(description=duties))
    assert found is not None
    assert found.code[:1] == "2"


def test_case_and_decoration_do_not_change_the_reading() -> None:
    plain = read_occupation(Posting(title="Staff Gudang"))
    assert plain == read_occupation(Posting(title="  ★ STAFF GUDANG ★ (URGENT)"))


def _make_classifier(scores: dict[str, float]) -> Classifier:
    codes = sorted(scores)
    header = {
        "codes": codes,
        "features": {"title": ["w=kata"], "description": [], "industry": []},
        "calibration": dict.fromkeys(THRESHOLDS, (1.0, 0.0)),
    }
    return Classifier(
        header,
        {
            "idf": np.ones(1, np.float32),
            "scale": np.ones(1, np.float32),
            "bias": np.array([scores[code] for code in codes], np.float32),
            "weights": np.zeros((1, len(codes)), np.int8),
        },
    )


@pytest.mark.parametrize(
    ("chances", "code"),
    [
        ({"2511": 0.6, "2512": 0.3, "3511": 0.1}, "2511"),
        ({"2511": 0.3, "2512": 0.28, "2513": 0.22, "9112": 0.2}, "251"),
        ({"2511": 0.3, "2521": 0.28, "3511": 0.22, "9112": 0.2}, "25"),
        ({"2111": 0.2, "2211": 0.2, "2311": 0.2, "9112": 0.2, "8111": 0.2}, "2"),
    ],
)
def test_an_unsure_code_backs_off_to_the_digits_that_are_sure(
    chances: dict[str, float], code: str
) -> None:
    model = _make_classifier({c: float(np.log(p)) for c, p in chances.items()})
    found = model.decide(np.zeros(len(chances), np.float32))
    assert found is not None
    assert found[0] == code
    total = sum(p for c, p in chances.items() if c.startswith(code))
    assert found[1] == pytest.approx(total, abs=1e-5)


def test_nothing_is_told_where_no_digit_is_sure() -> None:
    model = _make_classifier(dict.fromkeys(["1111", "2111", "3111", "4110"], 0.0))
    assert model.decide(np.zeros(4, np.float32)) is None


def test_a_model_survives_its_file() -> None:
    model = _make_classifier({"2511": 0.0, "9112": 1.0})
    header = {
        "codes": model.codes,
        "features": {"title": ["w=kata"], "description": [], "industry": []},
        "calibration": {"4": [1.0, 0.0], "3": [1.0, 0.0], "2": [1.0, 0.0], "1": [1.0, 0.0]},
    }
    arrays = {
        "idf": np.ones(1, np.float32),
        "scale": np.ones(1, np.float32),
        "bias": np.array([0.0, 1.0], np.float32),
        "weights": np.array([[3, -3]], np.int8),
    }
    again = unpack_model(pack_model(header, arrays))
    scores = again.weigh("title", ["w=kata", "w=lain"])
    assert scores is not None
    assert scores.tolist() == [3.0, -3.0]
    assert again.weigh("title", ["w=lain"]) is None


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "occupation.bin"
    changed.write_bytes(MODEL.read_bytes()[:-1] + b"\x00")
    with pytest.raises(DataError, match="sha256 differs"):
        load_model(changed, CARD)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_model(tmp_path / "occupation.bin", CARD)


def test_a_model_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = MODEL.read_bytes()
    monkeypatch.setattr(linear, "VERSION", linear.VERSION + 1)
    with pytest.raises(DataError, match="version"):
        unpack_model(content)


def test_the_shipped_model_is_small_and_right_often_enough() -> None:
    assert MODEL.stat().st_size == CARD_TABLE["bytes"] < 3_000_000
    assert CARD_TABLE["folds"]["all"]["digits_4"] >= 0.78
    assert all(CARD_TABLE["folds"]["calibration_error"][f"digits_{d}"] <= 0.05 for d in DIGITS)
    assert len(shipped_model().codes) == 446


def test_features_of_a_title_are_each_once_and_in_order() -> None:
    features = title_features("staf admin staf")
    assert len(features) == len(set(features))
    assert features[0] == "w=staf"
    assert {"b=staf admin", "f=staf", "l=staf"} <= set(features)
    assert title_features("") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_read_without_failing(title: str, description: str, industry: str) -> None:
    found = read_occupation(Posting(title=title, description=description, industry=industry))
    assert found is None or (1 <= len(found.code) <= 4 and 0 <= found.score <= 1)


def test_a_megabyte_of_description_costs_no_more_than_its_first_part() -> None:
    def read(text: str) -> object:
        return read_occupation(Posting(title="Kasir", description=text))

    assert grows_in_line(read, "melayani pelanggan di kasir ", length=1_000_000, most=2)


@pytest.mark.real
@pytest.mark.skipif(not DEV.exists(), reason=f"no labelled postings at {DEV}")
def test_dev_postings_are_read_as_well_as_measured() -> None:
    rows = [orjson.loads(line) for line in DEV.read_bytes().splitlines()]
    right = {1: 0, 3: 0, 4: 0}
    for row in rows:
        labels = row["labels"]
        found = read_occupation(Posting.of(row["posting"]))
        accepted = [labels["occupation"], *labels["occupation_also"]]
        for digits in right:
            right[digits] += found is not None and found.code[:digits] in {
                code[:digits] for code in accepted
            }
    rates = {digits: n / len(rows) for digits, n in right.items()}
    # Floors a little under what was measured: nlp/models/occupation.toml.
    assert rates[4] >= 0.77
    assert rates[3] >= 0.83
    assert rates[1] >= 0.93
