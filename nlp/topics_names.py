"""Name a theme in Indonesian and English by the terms that stand for it."""

import tomllib
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from bertopic.vectorizers import ClassTfidfTransformer
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from data.text import fold
from nlp.taxonomy import skills
from nlp.topics_space import NONE, Labels
from nlp.topics_text import GLOSSARY, INDONESIAN, SETTINGS

_NAMES: Final[dict[str, Any]] = SETTINGS["names"]
_WORDS: Final = {"id": INDONESIAN, "en": GLOSSARY}
_SHOWN: Final[int] = _NAMES["terms"]
_CANDIDATES: Final[int] = _NAMES["candidates"]
_ACRONYMS: Final[dict[str, str]] = {
    word.lower(): word
    for word in tomllib.loads(Path(__file__).with_name("title.toml").read_text(encoding="utf-8"))[
        "acronyms"
    ]
}


def rank_terms(
    documents: Sequence[str], labels: Labels, themes: int, most: int
) -> list[dict[str, float]]:
    """The terms of each theme with their weights, by c-TF-IDF, the most telling first.

    A theme without documents has none. Pairs are given with a blank: "laporan pajak".
    """
    kept = labels != NONE
    if not kept.any():
        return [{} for _ in range(themes)]
    counter = CountVectorizer(analyzer=str.split)
    counts = counter.fit_transform(
        [d for d, is_kept in zip(documents, kept, strict=True) if is_kept]
    )
    places = labels[kept]
    member = sparse.csr_matrix(
        (np.ones(len(places)), (places, np.arange(len(places)))), shape=(themes, len(places))
    )
    summed = member @ counts
    # A term of one or two texts is no sign of a theme, however telling it looks.
    spread = member @ (counts > 0).astype(np.float64)
    weights = ClassTfidfTransformer(reduce_frequent_words=True).fit_transform(summed).tocsr()
    weights = weights.multiply(spread >= _NAMES["texts"]).tocsr()
    terms = counter.get_feature_names_out()
    return [_take_first(weights[[row]], terms, most) for row in range(themes)]


def find_english(documents: Sequence[str], languages: Sequence[str]) -> set[str]:
    """The terms, pairs with a blank, that English texts use nearly as often as Indonesian ones."""
    counted: dict[str, Counter[str]] = {"id": Counter(), "en": Counter()}
    total = Counter(languages)
    for document, language in zip(documents, languages, strict=True):
        if language in counted:
            counted[language].update(set(document.split()))
    rate = _NAMES["english_rate"] * total["en"] / max(total["id"], 1)
    return {
        term.replace("_", " ")
        for term, n in counted["en"].items()
        if n >= max(1, rate * counted["id"][term])
    }


def _take_first(row: sparse.csr_matrix, terms: NDArray[Any], most: int) -> dict[str, float]:
    order = np.lexsort((terms[row.indices], -row.data))[:most]
    return {
        str(terms[row.indices[at]]).replace("_", " "): round(float(row.data[at]), 6)
        for at in order
        if row.data[at] > 0
    }


def label_themes(
    ranked: Sequence[Mapping[str, float]], english: Container[str]
) -> tuple[list[str], list[str]]:
    """The Indonesian and the English name of each theme, all different: "Pajak, audit, kas".

    Both say the same terms. Terms that cannot be said in English come last; `english` holds
    those that English texts use.
    """
    named: dict[str, list[str]] = {"id": [], "en": []}
    for terms in ranked:
        said = _choose(terms, english)
        for language, names in named.items():
            words = [one[language] for one in said]
            for length in range(min(_SHOWN, len(words)), len(words) + 1):
                name = _join(words[:length])
                if name not in names:
                    break
            names.append(name)
    return named["id"], named["en"]


def _choose(terms: Mapping[str, float], english: Container[str]) -> list[dict[str, str]]:
    """The terms in both languages, each word once, of the first few those left in Indonesian last.

    Only of the first few: what can be said in both but hardly tells the theme is no name for it.
    """
    said: list[tuple[bool, dict[str, str]]] = []
    used: set[str] = set()
    # Where a word of a pair is said already ("sales engineer"), the other alone is left: "devops".
    for best in (one for term in terms for one in dict.fromkeys((_widen(term, terms), term))):
        both = {language: translate(best, language) for language in _WORDS}
        told = {word.rstrip("s") for words in both.values() for word in fold(words).split()}
        words = fold(both["en"]).split()
        if not told & used and len(set(words)) == len(words):
            used |= told | set(best.split())
            left = set(words) & set(best.split())
            said.append((best not in english and not all(word in english for word in left), both))
    first = sorted(said[:_CANDIDATES], key=lambda one: one[0])
    return [both for _, both in (*first, *said[_CANDIDATES:])]


def _widen(term: str, terms: Mapping[str, float]) -> str:
    """The pair that the word is part of, where that is nearly as telling."""
    if " " in term:
        return term
    pairs = [one for one in terms if " " in one and term in one.split()]
    best = max(pairs, key=terms.__getitem__, default=term)
    return best if terms[best] >= _NAMES["pair_share"] * terms[term] else term


def _join(said: Sequence[str]) -> str:
    name = ", ".join(said)
    return name[:1].upper() + name[1:]


def translate(term: str, language: str) -> str:
    """The term in "id" or "en" by the taxonomy of skills and the glossary; else as it is."""
    words = _WORDS[language]
    if term in words:
        return words[term]
    known = _skill_names(language)
    if term in known:
        return known[term]
    parts = term.split()
    if language == "en" and any(part in words for part in parts):
        # What tells the kind of a thing stands behind it in Indonesian, before it in English.
        return " ".join(words.get(part, _write(part)) for part in reversed(parts))
    return " ".join(map(_write, parts))


def _write(word: str) -> str:
    """A word as it is written in a name: acronyms in capitals."""
    return _ACRONYMS.get(word, word)


@cache
def _skill_names(language: str) -> dict[str, str]:
    """What each wording of a skill is called in the language."""
    names: dict[str, str] = {}
    for one in skills():
        if one.is_case_sensitive:
            continue
        called = one.name_id if language == "id" else one.name_en
        plain = called if one.kind == "tool" else _lower_first(called)
        for alias in one.aliases:
            # A word alone that is not its name says less than the skill: "printer".
            if " " in alias or alias in (one.name_id, one.name_en):
                names.setdefault(fold(alias), plain)
    return names


def _lower_first(text: str) -> str:
    """Small letters at the beginning, save of an acronym or a brand: "DevOps", "B2B"."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]
