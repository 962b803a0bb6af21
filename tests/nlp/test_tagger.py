"""The tagger reads as the network learnt; what is cut short changes nothing."""

import itertools
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from nlp import tagger as module
from nlp.tagger import BEGIN, INSIDE, OUTSIDE, MarkedLine, Tagger, tagger
from nlp.training import network
from nlp.training.network import Network, chain_loss, lay_out, learn
from nlp.training.tagger import pack, write

VECTORS: Mapping[str, Any] = {
    word: np.full(64, i / 9, np.float32) for i, word in enumerate(("excel", "dan", "menguasai"))
}
WORDS = ("Menguasai", "Excel", "dan", "Word", ",", "jujur")


def line(*words: str, section: str = "requirements") -> MarkedLine:
    return MarkedLine(words, ["Bt" if word == "Excel" else "0" for word in words], section)


def examples() -> list[network.Sequences]:
    """Every other word after "Menguasai" is a skill: a rule a small network can learn."""
    told = []
    for order in itertools.islice(itertools.permutations(WORDS), 60):
        labels = [BEGIN if word in ("Excel", "Word", "jujur") else OUTSIDE for word in order]
        told.append(lay_out([(line(*order), labels), (line("Word", "Excel"), [BEGIN, INSIDE])]))
    return told


@pytest.fixture(scope="module")
def learnt() -> Network:
    return learn(examples(), VECTORS)


@pytest.fixture(scope="module")
def model(learnt: Network) -> Tagger:
    return Tagger(pack(learnt, VECTORS))


def test_what_was_shown_is_read_again(model: Tagger) -> None:
    assert model.tag_lines([line(*WORDS), line("Word", "Excel")]) == [
        [(1, 2), (3, 4), (5, 6)],
        [(0, 2)],
    ]


def test_lines_do_not_see_each_other(model: Tagger) -> None:
    many = [line(*WORDS), line(), line("Word", "Excel"), line("dan")]
    assert model.tag_lines(many) == [model.tag_lines([one])[0] for one in many]
    assert model.tag_lines([]) == []


def test_known_marks_and_places_in_long_lines_are_kept_apart(model: Tagger) -> None:
    long = line(*WORDS * 60)
    assert model.tag_lines([long]) == model.tag_lines([long])
    assert len(model.tag_lines([long])[0]) > 100


def test_a_full_table_begins_anew(model: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = model.tag_lines([line(*WORDS)])
    monkeypatch.setattr(module, "_KEPT_WORDS", 3)
    assert model.tag_lines([line("baru", "lagi"), line(*WORDS)])[1] == before[0]
    assert model.tag_lines([line(*WORDS)]) == before


def test_where_outside_is_certain_nothing_else_would_be_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = [line(*order) for order in itertools.islice(itertools.permutations(WORDS), 50)]
    cut = tagger().tag_lines(many)
    monkeypatch.setattr(module, "_CERTAIN", math.inf)
    assert tagger().tag_lines(many) == cut


def test_the_best_labels_are_those_of_all_paths(model: Tagger) -> None:
    steps = model._transitions
    random = np.random.default_rng(5)
    for n in (1, 2, 3, 5):
        scores = (random.standard_normal((n, 3)) * 6).tolist()

        def value(path: tuple[int, ...], scores: list[list[float]] = scores) -> float:
            told = sum(row[label] for row, label in zip(scores, path, strict=True))
            return float(told + sum(steps[a][b] for a, b in itertools.pairwise(path)))

        paths = [p for p in itertools.product(range(3), repeat=n) if p[0] != INSIDE]
        legal = [p for p in paths if (OUTSIDE, INSIDE) not in set(itertools.pairwise(p))]
        best = "".join("BIO"[label] for label in max(legal, key=value))
        spans = [match.span() for match in re.finditer("BI*", best)]
        assert model._decode(scores, is_first=True, is_last=True) == spans


def test_the_chain_loss_is_that_of_all_paths() -> None:
    random = np.random.default_rng(3)
    scores = random.standard_normal((7, 3)).astype(np.float32)
    steps = random.standard_normal((3, 3)).astype(np.float32)
    batch = lay_out([(line("dan", "Excel", "Word"), [OUTSIDE, BEGIN, INSIDE])])
    loss, _, _ = chain_loss(scores, steps, batch)

    def value(path: tuple[int, ...]) -> float:
        told = sum(float(scores[2 + i, label]) for i, label in enumerate(path))
        return told + sum(float(steps[a, b]) for a, b in itertools.pairwise(path))

    paths = [p for p in itertools.product(range(3), repeat=3) if p[0] != INSIDE]
    total = math.log(sum(math.exp(value(path)) for path in paths))
    assert loss == pytest.approx((total - value((OUTSIDE, BEGIN, INSIDE))) / 3, abs=1e-4)


@pytest.mark.parametrize("name", ["first", "second", "out", "vectors", "mark", "transitions"])
def test_the_gradients_are_slopes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for dropped in ("DROP_FEATURES", "DROP_WORDS", "DROP_HIDDEN"):
        monkeypatch.setattr(network, dropped, 0.0)
    batch = examples()[5]
    net = Network(network.number_features([batch]), VECTORS)
    gradient = net.learn(batch)[1][name] / network._LOSS_SCALE
    at = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
    table, step = net.parameters[name], np.float32(1e-2)
    start = table[at]
    losses = []
    for value in (start + step, start - step):
        table[at] = value
        losses.append(net.learn(batch)[0])
    assert (losses[0] - losses[1]) / (2 * step) == pytest.approx(gradient[at], rel=0.03, abs=1e-4)


def test_the_same_postings_give_the_same_file(learnt: Network) -> None:
    again = learn(examples(), VECTORS)
    assert write(pack(learnt, VECTORS)) == write(pack(again, VECTORS))


def test_the_shipped_file_is_small() -> None:
    assert module.MODEL.stat().st_size < 1_500_000
