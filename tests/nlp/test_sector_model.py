"""The linear model beside the cue words: nothing known first, then features, mixing, its file."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataError
from nlp.linear import Floats, softmax
from nlp.posting import Posting
from nlp.sector import read_sector
from nlp.sector_model import (
    BLOCKS,
    CARD,
    CODES,
    MODEL,
    SECTIONS,
    SETTINGS,
    SIGNS,
    Judge,
    company_features,
    description_features,
    employer_features,
    industry_features,
    list_signs,
    load_model,
    shipped_model,
    title_features,
)

CARD_TABLE = tomllib.loads(CARD.read_text(encoding="utf-8"))
UNTOLD = SETTINGS["untold"]


def _make_judge(mix: list[float], told: dict[str, float] | None = None) -> Judge:
    """A model that knows one word of a title, "kata", and what that word tells."""
    features: dict[str, list[str]] = {block: [] for block in BLOCKS}
    features["title"] = ["kata"]
    steps = np.array([(told or {}).get(code, 0.0) for code in CODES], np.int8)
    header = {
        "codes": list(CODES),
        "features": features,
        "mix": mix,
        "mix_bias": [0.0] * len(CODES),
        "calibration": [1.0, 0.0],
    }
    arrays = {
        "idf": np.full(1, 2.0, np.float32),
        "scale": np.ones(1, np.float32),
        "bias": np.zeros(len(CODES), np.float32),
        "weights": steps,
    }
    return Judge(header, arrays)


def _zero() -> Floats:
    return np.zeros(len(CODES), np.float32)


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🔥", "採購"])
def test_unknown_words_alone_tell_nothing(text: str) -> None:
    assert read_sector(Posting(title=text, company=text, description=text)) is None


def test_a_title_of_work_done_in_every_branch_tells_nothing_alone() -> None:
    assert read_sector(Posting(title="Kasir")) is None


def test_an_unknown_word_has_no_weights() -> None:
    assert _make_judge([1.0] * SIGNS).weigh("title", ["lain"]) is None
    assert _make_judge([1.0] * SIGNS).weigh("company", ["kata"]) is None


def test_a_word_adds_its_weights_however_rare_it_is_where_it_stands_alone() -> None:
    told = _make_judge([0.0, 0.0, 1.0, 0.0, 0.0], {"K": 3.0}).weigh("title", ["kata", "lain"])
    assert told is not None
    assert told[CODES.index("K")] == pytest.approx(3.0)
    assert not told[: CODES.index("K")].any()


def test_nothing_is_given_where_the_words_say_that_nothing_tells() -> None:
    judge = _make_judge([0.0, 0.0, 1.0, 0.0, 0.0], {"-": 9.0})
    scores = judge.weigh("title", ["kata"])
    assert scores is not None
    assert judge.decide({}, scores) is None


def test_more_points_win() -> None:
    judge = _make_judge([1.0, 1.0, 0.0, 0.0, 0.0])
    found = judge.decide({"K": 4.0, "C": 9.0}, _zero())
    assert found is not None
    assert found[0] == "C"


def test_words_decide_between_equal_points() -> None:
    judge = _make_judge([1.0, 1.0, 1.0, 0.0, 0.0], {"K": 2.0})
    scores = judge.weigh("title", ["kata"])
    assert scores is not None
    found = judge.decide({"C": 4.0, "K": 4.0}, scores)
    assert found is not None
    assert found[0] == "K"


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(SECTIONS), st.floats(0.5, 30.0), max_size=6),
    st.lists(st.floats(-30, 30, width=32), min_size=len(CODES), max_size=len(CODES)),
)
def test_the_fast_decision_is_the_one_that_was_trained(
    points: dict[str, float], scores: list[float]
) -> None:
    model = shipped_model()
    told = np.array(scores, np.float32)
    chances = softmax(list_signs(points, model.chances(told)) @ model.mix + model.mix_bias)
    found = model.decide(points, told)
    if abs(chances[-1] - UNTOLD) > 1e-3:
        assert (found is None) == bool(chances[-1] >= UNTOLD)
    if found is not None:
        assert chances[CODES.index(found[0])] == pytest.approx(chances[:-1].max(), abs=1e-4)
        assert 0 < found[1] < 1


def test_features_say_what_a_person_would_look_at() -> None:
    company = ["sumber", "tani", "sumber tani", "sumbe-", "-mber", "-umber"]
    assert sorted(company_features("PT. Sumber Tani, Tbk")) == sorted(company)
    assert title_features("Mandor Kebun") == ["mandor", "kebun", "mandor kebun"]
    assert industry_features("Ritel > Kasir")[0] == "=ritel"
    assert industry_features("") == company_features("PT") == title_features("") == []
    assert description_features(["panen", "di", "panen", "2024"]) == ["panen"]
    assert employer_features(["bank", ".", "bank"]) == ["bank"]


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    changed = tmp_path / "sector.bin"
    changed.write_bytes(MODEL.read_bytes()[:-1] + b"\x00")
    with pytest.raises(DataError, match="sha256 differs"):
        load_model(changed, CARD)


def test_the_shipped_model_is_small_and_right_often_enough() -> None:
    assert MODEL.stat().st_size == CARD_TABLE["bytes"] < 1_500_000
    assert CARD_TABLE["folds"]["right_where_told"] >= 0.80
    assert CARD_TABLE["folds"]["null_kept"] >= 0.45
    assert CARD_TABLE["folds"]["calibration_error"] <= 0.05


def test_the_model_knows_titles_where_company_and_branch_are_missing() -> None:
    found = read_sector(Posting(title="Perawat IGD", description="Merawat pasien rawat inap."))
    assert found is not None
    assert found.code == "Q"
