"""Marks rule out what the judge would refuse, and nothing else."""

from datetime import date
from random import Random
from string import ascii_lowercase

import numpy as np
import pytest

from nlp.duplicate_sketch import Sketch, sketch
from nlp.duplicates_judge import judge
from nlp.duplicates_marks import Marks, digest, mark

_DAY = date(2026, 3, 1)
_RANDOM = Random(5)
_WORDS = ["".join(_RANDOM.choices(ascii_lowercase, k=7)) for _ in range(2_000)]


def write_text(rng: Random, words: int = 80) -> str:
    return " ".join(rng.choices(_WORDS, k=words))


def advert(company: str | None, place: str | None, text: str | None) -> Sketch:
    return sketch("k", "satu", "Kasir Toko", company, place, text, _DAY)


def keep(*pairs: tuple[Sketch, Sketch]) -> list[bool]:
    marks = Marks()
    marks.add(mark(one, digest(one.shingles)) for pair in pairs for one in pair)
    places = np.arange(2 * len(pairs)).reshape(-1, 2)
    return list(map(bool, marks.may_be_same(places)))


TEXT = write_text(_RANDOM)
OTHER = write_text(_RANDOM)


@pytest.mark.parametrize(
    ("one", "other", "is_kept"),
    [
        # two employers: only a text that is nearly the other's may be of one opening
        (("PT Sinar Contoh", "Garut", TEXT), ("CV Bintang Rekaan", "Garut", OTHER), False),
        (("PT Sinar Contoh", "Garut", TEXT), ("CV Bintang Rekaan", "Garut", TEXT), True),
        (("PT Sinar Contoh", "Garut", TEXT), ("CV Bintang Rekaan", "Garut", None), False),
        # a hidden employer is any
        (("PT Sinar Contoh", "Garut", TEXT), (None, "Garut", OTHER), False),
        (("PT Sinar Contoh", "Garut", TEXT), (None, "Garut", TEXT), True),
        # one employer, an alias, a misspelt name: texts may differ
        (("PT Sinar Contoh", "Garut", TEXT), ("Sinar Contoh", "Garut", OTHER), True),
        (("PT Sinar Contoh", "Garut", TEXT), ("Sinar Contoh Pangan", "Garut", OTHER), True),
        (("PT Sentramakmur", "Garut", TEXT), ("PT Sentramakmurr", "Garut", None), True),
        # places
        (("PT Sinar Contoh", "Garut", TEXT), ("PT Sinar Contoh", "Kota Bekasi", TEXT), False),
        (("PT Sinar Contoh", "Garut", TEXT), ("PT Sinar Contoh", "Jawa Barat", TEXT), True),
        (("PT Sinar Contoh", "Garut", TEXT), ("PT Sinar Contoh", "Jawa Timur", TEXT), False),
        (("PT Sinar Contoh", "Aceh", TEXT), ("PT Sinar Contoh", "Bali", TEXT), False),
        (("PT Sinar Contoh", "Garut", TEXT), ("PT Sinar Contoh", None, TEXT), True),
        (("PT Sinar Contoh", "Garut; Bekasi", TEXT), ("PT Sinar Contoh", "Bekasi", TEXT), True),
        # Bandung is a kota and a kabupaten
        (("PT Sinar Contoh", "Bandung", TEXT), ("PT Sinar Contoh", "Kota Bandung", TEXT), True),
    ],
)
def test_what_is_ruled_out(one: tuple, other: tuple, is_kept: bool) -> None:
    a, b = advert(*one), advert(*other)
    assert keep((a, b)) == keep((b, a)) == [is_kept]
    assert is_kept or not judge(a, b).is_same


def test_a_part_of_a_text_at_a_hidden_employer_is_kept() -> None:
    """Of 600 advertisements that hold nine tenths of a shorter one, all but a few."""
    rng = Random(3)
    pairs = []
    for _ in range(600):
        words = write_text(rng, 70).split()
        again = list(words)
        again[rng.randrange(len(again))] = "lain"  # four shingles of 67
        longer = [*again, *write_text(rng, rng.randrange(0, 60)).split()]
        pairs.append((advert("PT Sinar Contoh", "Garut", " ".join(words)),
                      advert(None, "Garut", " ".join(longer))))  # fmt: skip
    same = [judge(a, b).is_same for a, b in pairs]
    assert sum(same) > 500
    assert sum(keep(*pairs)) >= 0.995 * len(pairs)


def test_unlike_texts_of_one_title_are_ruled_out() -> None:
    rng = Random(4)
    pairs = [
        (advert("PT Sinar Contoh", "Garut", write_text(rng, rng.randrange(60, 120))),
         advert("CV Bintang Rekaan", "Garut", write_text(rng, rng.randrange(60, 120))))
        for _ in range(500)
    ]  # fmt: skip
    assert sum(keep(*pairs)) <= 0.02 * len(pairs)


def test_a_sketch_without_a_mark_rules_nothing_out() -> None:
    one = advert("PT Sinar Contoh", "Garut", TEXT)
    marks = Marks()
    marks.add([mark(one, digest(one.shingles)), b""])
    assert marks.may_be_same(np.array([[0, 1]])).tolist() == [True]
