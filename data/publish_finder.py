"""What the publisher and those who find themes hand each other; no store, no database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import pandas as pd


class Discovered(NamedTuple):
    """What was found, as nlp/topics.py and nlp/topics_titles.py describe their columns."""

    topics: "pd.DataFrame"
    vacancies: "pd.DataFrame"
    titles: "pd.DataFrame"


# Reads the id and the content of the leading posting of every vacancy; may be asked more than once.
ReadContents: TypeAlias = Callable[[], Iterator[tuple[str, Mapping[str, Any]]]]
# Gets a row a vacancy with a title (vacancy_id, title, language, month,
# occupation_score, employer, portals) and the topics of the last run.
FindTopics: TypeAlias = Callable[["pd.DataFrame", ReadContents, "pd.DataFrame | None"], Discovered]


@dataclass(frozen=True, slots=True)
class TopicFinder:
    """How themes and new titles are found (nlp/topics_stored.py), which this layer does not know.

    Below `at_least` vacancies with a title nothing is looked for.
    """

    version: str
    at_least: int
    find: FindTopics
