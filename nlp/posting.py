"""A posting as the readers get it: the text fields of `extract`, missing ones empty."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.posting import TEXT_FIELDS
from data.text import fold_words
from nlp.sections import Line, find_lines
from nlp.signs import Signs, find_signs


def to_lower(text: str) -> str:
    """The text in small letters, each character in its place."""
    # The capital I with a dot alone would become two characters.
    return text.lower() if text.isascii() else text.replace("İ", "I").lower()


@dataclass(frozen=True)
class Posting:
    """The fields of an advertisement; what the portal did not show is an empty text.

    What several readers need of it is made at first use and kept; hence no slots.
    """

    title: str = ""
    company: str = ""
    location: str = ""
    salary: str = ""
    description: str = ""
    industry: str = ""
    employment_type: str = ""
    experience: str = ""
    education: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> "Posting":
        """The posting of a row of `extract` or of a stored content; other keys are ignored."""
        return cls(**{n: value for n in TEXT_FIELDS if isinstance(value := fields.get(n), str)})

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The lines of the description."""
        return find_lines(self.description)

    @cached_property
    def lower(self) -> str:
        """The description in small letters, each character in its place."""
        return to_lower(self.description)

    @cached_property
    def lower_title(self) -> str:
        """The title in small letters, each character in its place."""
        return to_lower(self.title)

    @cached_property
    def signs(self) -> Signs:
        """Where the words stand in the description that make readers read on."""
        return find_signs(self.lower)

    @cached_property
    def title_signs(self) -> Signs:
        """Where they stand in the title."""
        return find_signs(self.lower_title)

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """Where each line begins."""
        return [line.start for line in self.lines]

    def lines_with(self, key: str) -> list[int]:
        """The numbers of the lines that hold a word watched for under the key, in order."""
        found = set()
        for start, end in self.signs[key]:
            number = bisect_right(self.line_starts, start) - 1
            if number >= 0 and end <= self.lines[number].end:
                found.add(number)
        return sorted(found)

    def fold_head(self, characters: int) -> Sequence[str]:
        """The folded words of the first characters of the description."""
        if len(self.description) <= characters:
            return self._folded
        return fold_words(self.description[:characters])

    @cached_property
    def _folded(self) -> Sequence[str]:
        return fold_words(self.description)
