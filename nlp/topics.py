"""Find the themes of vacancies, new kinds of work among them, from titles and duties.

BERTopic on vectors of our own: TF-IDF and SVD instead of a language model, which would need torch.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from bertopic import BERTopic
from bertopic.dimensionality import BaseDimensionalityReduction
from bertopic.vectorizers import ClassTfidfTransformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from nlp.topics_match import Weights, name_themes
from nlp.topics_names import find_english, label_themes, rank_terms
from nlp.topics_space import NONE, Labels, Space, Themes, Vectors, nearest
from nlp.topics_text import SETTINGS, list_terms

_SAMPLE: Final[dict[str, Any]] = SETTINGS["sample"]
_TERMS: Final[int] = SETTINGS["match"]["terms"]
_EXAMPLES: Final[int] = SETTINGS["names"]["examples"]
TOPIC_COLUMNS: Final = (
    "id",
    "label_id",
    "label_en",
    "terms",
    "weights",
    "n",
    "examples",
    "likeness",
)


@dataclass(frozen=True)
class Topics:
    """What `find_topics` found.

    `topics`, a row a theme, by n: id; label_id, label_en; terms, the most telling first, with their
    weights (c-TF-IDF); n, its vacancies; examples, the vacancy_id of the nearest with different
    titles; likeness, 0 to 1, to the theme of the run before that had the id, empty for a new theme.
    `vacancies`, a row a vacancy, in the order given: vacancy_id; topic, empty where none is near;
    probability, 0 to 1, that of all themes it is this one, 0 where there is none.
    """

    topics: pd.DataFrame
    vacancies: pd.DataFrame


def find_topics(rows: pd.DataFrame, previous: pd.DataFrame | None = None, seed: int = 0) -> Topics:
    """The themes of vacancies and the theme of each.

    `rows`: vacancy_id, title, duties ("" where unknown), language ("id", "en", "mixed" or None) and
    month (YYYY-MM or None). `previous`: the `topics` of an earlier run, whose ids are kept where a
    theme is still there. The same rows and seed give the same answer, in whatever order they come.
    """
    documents = [
        " ".join(list_terms(title, duties))
        for title, duties in zip(rows["title"], rows["duties"], strict=True)
    ]
    languages = ["" if pd.isna(one) else str(one) for one in rows["language"]]
    sample = draw_sample(rows, documents)
    if len(sample) < _SAMPLE["least"]:
        return _nothing(rows)
    space = Space(seed)
    texts, spoken = [documents[at] for at in sample], [languages[at] for at in sample]
    centres = _learn(texts, space.fit(texts, spoken), seed)
    if not len(centres):
        return _nothing(rows)
    vectors = space.place(documents, languages)
    labels, chances = nearest(vectors, centres)
    ranked = rank_terms(texts, labels[sample], len(centres), _TERMS)
    named = name_themes(ranked, read_weights(previous))
    topics = _describe(ranked, named, find_english(texts, spoken))
    topics["n"] = np.bincount(labels[labels != NONE], minlength=len(centres))
    topics["examples"] = _pick_examples(rows, vectors, centres, labels)
    vacancies = pd.DataFrame(
        {
            "vacancy_id": rows["vacancy_id"].to_numpy(),
            "topic": [None if label == NONE else named[label][0] for label in labels],
            "probability": chances,
        }
    )
    topics = topics.sort_values(["n", "id"], ascending=[False, True], ignore_index=True)
    return Topics(topics[list(TOPIC_COLUMNS)], vacancies)


def _describe(
    ranked: list[dict[str, float]], named: list[tuple[str, float | None]], english: set[str]
) -> pd.DataFrame:
    """Ids, labels, terms and weights of the themes."""
    labels_id, labels_en = label_themes(ranked, english)
    return pd.DataFrame(
        {
            "id": [id_ for id_, _ in named],
            "label_id": labels_id,
            "label_en": labels_en,
            "terms": [list(terms) for terms in ranked],
            "weights": [list(terms.values()) for terms in ranked],
            "likeness": pd.array([likeness for _, likeness in named], dtype="Float64"),
        }
    )


def read_weights(topics: pd.DataFrame | None) -> dict[str, Weights]:
    """The weighted terms of each theme of a run, by its id."""
    if topics is None:
        return {}
    return {
        id_: dict(zip(terms, weights, strict=True))
        for id_, terms, weights in zip(
            topics["id"], topics["terms"], topics["weights"], strict=True
        )
    }


def draw_sample(rows: pd.DataFrame, documents: list[str]) -> list[int]:
    """The places of the rows the themes are learnt from.

    Texts that begin alike count once, so that a chain's template makes no theme. A month's share
    goes by the root of its size: what is new is in the last months. Chosen by a hash of the id, so
    that the next run learns from the same vacancies and the new ones.
    """
    hashes = [hashlib.sha256(str(one).encode()).hexdigest() for one in rows["vacancy_id"]]
    fresh: dict[str, int] = {}
    for at in sorted(range(len(rows)), key=hashes.__getitem__):
        opening = " ".join(documents[at].split()[: _SAMPLE["unlike"]])
        if opening:
            fresh.setdefault(opening, at)
    months = ["" if pd.isna(one) else str(one) for one in rows["month"]]
    ranks: dict[str, int] = {}
    placed = []
    for at in fresh.values():
        ranks[months[at]] = ranks.get(months[at], 0) + 1
        placed.append((ranks[months[at]], at))
    order = sorted(placed, key=lambda one: (one[0] / ranks[months[one[1]]] ** 0.5, hashes[one[1]]))
    return [at for _, at in order[: _SAMPLE["rows"]]]


def _learn(texts: list[str], vectors: Vectors, seed: int) -> Vectors:
    """The centre of each theme, of shape (themes, axes)."""
    model = BERTopic(
        language="multilingual",
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=Themes(seed),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
    )
    found, _ = model.fit_transform(texts, vectors)
    outliers = int(NONE in found)
    centres: Vectors = normalize(np.asarray(model.topic_embeddings_, dtype=np.float32)[outliers:])
    return centres


def _pick_examples(
    rows: pd.DataFrame, vectors: Vectors, centres: Vectors, labels: Labels
) -> list[list[str]]:
    """The vacancies nearest to the centre of each theme, each title once."""
    titles, ids = rows["title"].tolist(), rows["vacancy_id"].tolist()
    picked = []
    for number, centre in enumerate(centres):
        members = np.flatnonzero(labels == number)
        near = np.round(vectors[members] @ centre, 5)
        order = sorted(range(len(members)), key=lambda i: (-near[i], str(ids[members[i]])))
        chosen: dict[str, str] = {}
        for at in order:
            chosen.setdefault(titles[members[at]].casefold(), str(ids[members[at]]))
            if len(chosen) == _EXAMPLES:
                break
        picked.append(list(chosen.values()))
    return picked


def _nothing(rows: pd.DataFrame) -> Topics:
    """No theme: too few texts to learn from, or none alike."""
    vacancies = pd.DataFrame(
        {"vacancy_id": rows["vacancy_id"].to_numpy(), "topic": None, "probability": np.float32(0)}
    )
    return Topics(pd.DataFrame(columns=list(TOPIC_COLUMNS)), vacancies)
