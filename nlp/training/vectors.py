"""A vector for every frequent word, of the company it keeps: what is known of unlabelled words.

Positive pointwise mutual information of each word with the words two places around it, over all
postings, and its singular vectors. Deterministic for the same postings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from nlp.words import WORD

Vectors: TypeAlias = Mapping[str, NDArray[np.float32]]
DIMENSIONS: Final = 64
_WORDS: Final = 15_000
_SEEN_AT_LEAST: Final = 8
_CONTEXTS: Final = 3_000
_OFFSETS: Final = (-2, -1, 1, 2)
# All vectors have this length, so that they weigh about as much as the learnt features.
_LENGTH: Final = 4
# Shorter texts are titles; longer ones repeat themselves.
_SHORTEST: Final = 60
_LONGEST: Final = 400


def read_texts(postings: Iterable[dict[str, str | None]]) -> list[list[str]]:
    """The words of every distinct posting, in lower case."""
    texts, seen = [], set()
    for posting in postings:
        text = f"{posting['title'] or ''} \n {posting['description'] or ''}".lower()
        if len(text) > _SHORTEST and text[:300] not in seen:
            seen.add(text[:300])
            texts.append([match.group() for match in WORD.finditer(text)][:_LONGEST])
    return texts


def make_vectors(texts: Sequence[Sequence[str]]) -> Vectors:
    """The vector of every frequent word, by its lower-case form."""
    counts = Counter(word for text in texts for word in text)
    words = [word for word, n in counts.most_common(_WORDS) if n >= _SEEN_AT_LEAST]
    left, values, _ = randomized_svd(_associations(texts, words), DIMENSIONS, random_state=1)
    vectors = left * np.sqrt(values)
    vectors *= _LENGTH / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return dict(zip(words, vectors.astype(np.float32), strict=True))


def _associations(texts: Sequence[Sequence[str]], words: Sequence[str]) -> sparse.csr_matrix:
    """Words by (offset, context word): positive pointwise mutual information."""
    index = {word: i for i, word in enumerate(words)}
    rows, columns = [], []
    for text in texts:
        ids = [index.get(word, -1) for word in text]
        for i, row in enumerate(ids):
            if row < 0:
                continue
            for at, offset in enumerate(_OFFSETS):
                j = i + offset
                if 0 <= j < len(ids) and 0 <= ids[j] < _CONTEXTS:
                    rows.append(row)
                    columns.append(at * _CONTEXTS + ids[j])
    shape = (len(words), len(_OFFSETS) * _CONTEXTS)
    counts = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
    total = counts.sum()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    # Smoothed, so that rare contexts do not win (Levy, Goldberg & Dagan 2015, §3.2).
    of_context = np.maximum(np.asarray(counts.sum(axis=0)).ravel(), 1) ** 0.75 * total**0.25
    cells = counts.tocoo()
    values = np.log(cells.data * total / (of_word[cells.row] * of_context[cells.col]))
    return sparse.csr_matrix((np.maximum(values, 0), (cells.row, cells.col)), shape=shape)
