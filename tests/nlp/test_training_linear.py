"""Learning small linear models: targets, features kept, a separable example, 8-bit weights."""

import numpy as np
import pytest

from nlp.training.guesses import calibrate_guesses, calibrate_held_back, measure_error
from nlp.training.linear import Space, fit, list_targets, quantise
from nlp.training.sector import fit_mix, guess_by_points

SETTINGS = {"epochs": 30, "batch": 2, "rate": 0.5, "rate_end": 0.1}
EXAMPLES = [{"title": ["kasir", "toko"]}, {"title": ["kasir", "bank"]}, {"title": ["unik"]}]


def test_rare_features_are_left_out() -> None:
    space = Space(EXAMPLES, {"title": 1.0}, {"title": 2})
    assert space.features == {"title": ["kasir"]}
    assert space.matrix(EXAMPLES).toarray().tolist() == [[1.0], [1.0], [0.0]]


def test_the_first_code_has_its_share_where_others_are_accepted() -> None:
    targets = list_targets([("G", "C", "I"), ("C",), ("C", "C")], "CGI", 0.7)
    assert targets[0].tolist() == pytest.approx([0.15, 0.7, 0.15])
    assert targets[1].tolist() == targets[2].tolist() == [1.0, 0.0, 0.0]


def test_what_words_tell_apart_is_learnt() -> None:
    space = Space(EXAMPLES, {"title": 1.0}, {"title": 1})
    matrix, targets = space.matrix(EXAMPLES), np.eye(3, dtype=np.float32)
    table, bias = fit(matrix, targets, np.ones(3, np.float32), SETTINGS)
    scores = matrix @ table + bias
    assert scores.argmax(1).tolist() == [0, 1, 2]


def test_an_example_without_weight_teaches_nothing() -> None:
    space = Space(EXAMPLES, {"title": 1.0}, {"title": 1})
    weights = np.array([1, 1, 0], np.float32)
    table, _ = fit(space.matrix(EXAMPLES), np.eye(3, dtype=np.float32), weights, SETTINGS)
    assert not table[space.features["title"].index("unik")].any()


def test_the_largest_weights_survive_in_eight_bits() -> None:
    table = np.array([[1.0, -0.5, 0.01], [0.02, 2.0, 0.0]], np.float32)
    packed = quantise(table, 3)
    back = packed["weights"] * packed["scale"][:, None]
    assert np.count_nonzero(packed["weights"]) == 3
    assert back == pytest.approx(np.array([[1.0, -0.5, 0.0], [0.0, 2.0, 0.0]]), abs=0.01)


def test_calibration_mends_chances_that_claim_too_much() -> None:
    chance, right = [0.99] * 100 + [0.6] * 100, ([True] * 8 + [False] * 2) * 10
    right += [True, False] * 50
    held = calibrate_held_back(chance, right, [number // 10 % 5 for number in range(200)])
    assert measure_error(chance, right) > 0.1
    assert measure_error(held, right) < 0.05
    assert calibrate_guesses(chance, right)[0] < 1


def test_points_alone_teach_only_where_there_are_enough() -> None:
    assert guess_by_points({}) is None
    assert guess_by_points({"K": 1.0}) is None
    sure, unsure = guess_by_points({"K": 9.0}), guess_by_points({"K": 9.0, "C": 8.0})
    assert sure is not None
    assert unsure is not None
    assert sure[0] == unsure[0] == "K"
    assert sure[1] > unsure[1]


def test_the_mix_trusts_the_sign_that_is_right() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 22, 300)
    targets = np.eye(22, dtype=np.float32)[truth]
    signs = random.normal(size=(300, 22, 5)).astype(np.float32)
    signs[:, :, 2] += 3 * targets
    mix, _ = fit_mix(signs, targets)
    assert mix[2] > 1
    assert abs(np.delete(mix, 2)).max() < 0.5
