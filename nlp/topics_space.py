"""Give each vacancy a place in a space of themes, the same for both languages: TF-IDF and SVD."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering, KMeans, kmeans_plusplus
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from nlp.topics_text import SETTINGS

Vectors: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.intp]
NONE: Final = -1
_SPACE: Final[dict[str, Any]] = SETTINGS["space"]
_CLUSTERS: Final[dict[str, Any]] = SETTINGS["clusters"]


class Space:
    """Vectors of length 1 out of terms; the mean of each language is taken out.

    Without that a theme falls into an Indonesian and an English one (centring: Libovický et al.
    2020, "On the language neutrality of pre-trained multilingual representations").
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._means: dict[str, Vectors] = {}

    def fit(self, documents: Sequence[str], languages: Sequence[str]) -> Vectors:
        """Learn terms, axes and means of the documents, terms parted by blanks; their vectors."""
        self._terms = TfidfVectorizer(
            analyzer=str.split,
            min_df=_least(_SPACE["term_share"], _SPACE["term_least"], len(documents)),
            max_df=_SPACE["term_most"],
            sublinear_tf=True,
            dtype=np.float32,
        )
        told = self._terms.fit_transform(documents)
        axes = min(_SPACE["axes"], len(documents) // _SPACE["axis_rows"], told.shape[1] - 1)
        self._axes = TruncatedSVD(axes, n_iter=_SPACE["rounds"], random_state=self._seed)
        vectors = normalize(self._axes.fit_transform(told))
        spoken = np.array(languages, dtype=object)
        self._mean = vectors.mean(axis=0)
        for language in sorted(set(languages)):
            of = spoken == language
            if of.sum() >= _SPACE["language_least"]:
                self._means[language] = vectors[of].mean(axis=0)
        return self._centre(vectors, languages)

    def place(self, documents: Sequence[str], languages: Sequence[str]) -> Vectors:
        """The vectors of documents, nought where no term is known."""
        return self._centre(
            normalize(self._axes.transform(self._terms.transform(documents))), languages
        )

    def _centre(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        known = np.abs(vectors).sum(axis=1) > 0
        means = np.array([self._means.get(language, self._mean) for language in languages])
        centred = normalize(vectors - means).astype(np.float32)
        centred[~known] = 0
        found: Vectors = centred
        return found


class Themes:
    """Clusters of vectors by themselves: many small ones by k-means, put together by likeness.

    What is near no theme has the label NONE. In the manner of scikit-learn, as BERTopic asks for.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.labels_: Labels = np.empty(0, dtype=np.intp)

    def fit(self, vectors: Vectors, y: object = None) -> "Themes":  # noqa: ARG002 - scikit-learn
        """Find the clusters of the vectors, of shape (documents, axes)."""
        n = len(vectors)
        small = max(2, min(_CLUSTERS["small"], n // _CLUSTERS["small_rows"]))
        parts = KMeans(
            small, init=_draw_centres, n_init=_CLUSTERS["starts"], random_state=self._seed
        ).fit(vectors)
        whole = AgglomerativeClustering(
            n_clusters=None,
            distance_threshold=_CLUSTERS["distance"],
            metric="cosine",
            linkage="average",
        ).fit_predict(normalize(parts.cluster_centers_))
        labels: Labels = whole[parts.labels_]
        least = _least(_CLUSTERS["least_share"], _CLUSTERS["least"], n)
        for _ in range(_CLUSTERS["rounds"]):
            labels = self._settle(vectors, labels, least)
        self.labels_ = labels
        return self

    def predict(self, vectors: Vectors) -> Labels:
        """The label of each vector."""
        return nearest(vectors, self.centres)[0]

    def _settle(self, vectors: Vectors, labels: Labels, least: int) -> Labels:
        """Each vector to the nearest centre of the clusters that are large enough."""
        kept = [one for one in np.unique(labels) if one != NONE and (labels == one).sum() >= least]
        centres = [vectors[labels == one].mean(axis=0) for one in kept]
        self.centres = normalize(np.array(centres).reshape(len(kept), vectors.shape[1]))
        return nearest(vectors, self.centres)[0] if kept else np.full(len(vectors), NONE)


def _draw_centres(vectors: Vectors, n: int, random_state: np.random.RandomState) -> Vectors:
    """First centres by k-means++, in double numbers.

    Of single ones scikit-learn makes double ones piece by piece: for 20,000 vectors on a busy
    machine that took 37 CPU seconds instead of 7, most of the time of all themes. k-means++ of a
    part of the vectors is faster still, but fewer vacancies then keep their theme: 75 %, not 80 %.
    """
    double = vectors.astype(np.float64)
    centres: Vectors = kmeans_plusplus(double, n, random_state=random_state)[0].astype(np.float32)
    return centres


def nearest(vectors: Vectors, centres: Vectors) -> tuple[Labels, Vectors]:
    """The label of each vector and the chance that it belongs there.

    The chance is that of a mixture of von Mises-Fisher distributions of one width (Banerjee et al.
    2005, JMLR 6); it is nought where the nearest centre is too far, which is the label NONE.
    """
    likeness = vectors @ centres.T
    labels: Labels = likeness.argmax(axis=1)
    best = likeness[np.arange(len(vectors)), labels]
    shares = np.exp(_CLUSTERS["concentration"] * (likeness - best[:, None])).sum(axis=1)
    far = best < _CLUSTERS["floor"]
    labels[far] = NONE
    return labels, np.where(far, 0, 1 / shares).astype(np.float32)


def _least(share: float, least: int, n: int) -> int:
    """A number of documents that grows with all of them."""
    return max(least, round(share * n))
