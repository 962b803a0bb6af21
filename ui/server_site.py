"""Which pages the site has, and what is said of each before its script has run: title, sentence."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from settings import ROOT
from ui.format import Language
from ui.texts import text

_APP: Final = ROOT / "app.py"
_HOME: Final = ""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page: its address without the slash, its file without `.py`, the key of its title.

    The navigation leaves out one that is hidden: it answers what a link asks.
    """

    address: str
    name: str
    title_key: str
    is_hidden: bool = False

    def title(self, language: Language) -> str:
        """Its title in the navigation."""
        return text(language, self.title_key)

    def about(self, language: Language) -> str:
        """One sentence: which question it answers."""
        t = partial(text, language)
        return t(f"about.{self.name}")

    @property
    def is_home(self) -> bool:
        """Whether it is the first page."""
        return self.address == _HOME


@cache
def site_pages() -> Mapping[str, SitePage]:
    """The pages by address, in the order of the navigation.

    Read off app.py, where they are declared, since running it needs a session.
    """
    return {page.address: page for page in _declared(_APP.read_text(encoding="utf-8"))}


def _declared(source: str) -> Iterator[SitePage]:
    """The `st.Page("pages/<name>.py", title=t("<key>"), url_path="<address>")` of a script."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page":
            told = {word.arg: word.value for word in node.keywords}
            file, title = node.args[0], told["title"]
            visibility = told.get("visibility")
            if not isinstance(title, ast.Call):
                raise ValueError(f"app.py: the title of {ast.unparse(file)} is not t(...).")
            name = str(ast.literal_eval(file)).removeprefix("pages/").removesuffix(".py")
            yield SitePage(
                ast.literal_eval(told["url_path"]),
                name,
                ast.literal_eval(title.args[0]),
                visibility is not None and ast.literal_eval(visibility) == "hidden",
            )
