"""Find the themes and the new titles of the vacancies of a store, for a snapshot."""

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.publish_finder import Discovered, ReadContents, TopicFinder
from nlp.posting import Posting
from nlp.topics_text import CHARACTERS, SETTINGS, take_duties

if TYPE_CHECKING:
    import pandas as pd

# A change of the code that changes themes gets a new number; one of the words or numbers shows.
_VERSION: Final = "1"
_WORDS: Final = Path(__file__).with_name("topics.toml").read_bytes()


def find_stored(
    rows: "pd.DataFrame", read_contents: ReadContents, previous: "pd.DataFrame | None"
) -> Discovered:
    """Themes and new titles of vacancies, whose duties are read out of their leading postings.

    `rows`: vacancy_id, title, language, month, occupation_score, employer, portals.
    """
    # Only here: they bring BERTopic and scikit-learn, which a small market never needs.
    from nlp.topics import find_topics
    from nlp.topics_titles import find_new_titles

    duties = {
        vacancy: take_duties(Posting.of(content))[:CHARACTERS]
        for vacancy, content in read_contents()
    }
    found = find_topics(rows.assign(duties=rows["vacancy_id"].map(duties).fillna("")), previous)
    return Discovered(found.topics, found.vacancies, find_new_titles(rows))


FINDER: Final = TopicFinder(
    version=f"{_VERSION}-{blake2b(_WORDS, digest_size=4).hexdigest()}",
    at_least=SETTINGS["sample"]["least"],
    find=find_stored,
)
