"""Group words that stand in the same company: what the tagger knows of words it was not shown.

Positive pointwise mutual information of each word with the words two places around it, over all
postings; singular vectors; k-means at two grains. Deterministic for the same postings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import scipy.sparse as sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from nlp.tokenizer import WORD

_WORDS: Final = 15_000
_SEEN_AT_LEAST: Final = 8
_CONTEXTS: Final = 3_000
_OFFSETS: Final = (-2, -1, 1, 2)
_DIMENSIONS: Final = 64
_GRAINS: Final = (64, 256)
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


def cluster_words(texts: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """The cluster of every frequent word, at each grain."""
    counts = Counter(word for text in texts for word in text)
    words = [word for word, n in counts.most_common(_WORDS) if n >= _SEEN_AT_LEAST]
    vectors, _, _ = randomized_svd(_associations(texts, words), _DIMENSIONS, random_state=1)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    clusters: dict[str, list[int]] = {word: [] for word in words}
    for grain in _GRAINS:
        model = MiniBatchKMeans(grain, random_state=1, n_init=3, batch_size=4096).fit(vectors)
        for word, label in zip(words, model.labels_, strict=True):
            clusters[word].append(int(label))
    return clusters


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
