"""One page among the others, which are empty here, as a reader gets it who follows a link."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
Visit = Callable[..., AppTest]

_APP = """
import streamlit as st
from ui import state
state.choose_language()
st.navigation([st.Page(f"pages/{{name}}.py", url_path=name) for name in {names}]).run()
"""


def open_site(page: str, site: Path) -> Visit:
    """What visits the page in a site of its own; keywords are what the address carries."""
    (site / "pages").mkdir(parents=True)
    others = [path.stem for path in (ROOT / "pages").glob("[a-z]*.py") if path.stem != page]
    for name in others:
        (site / f"pages/{name}.py").write_text("", encoding="utf-8")
    (site / f"pages/{page}.py").symlink_to(ROOT / f"pages/{page}.py")
    (site / "app.py").write_text(_APP.format(names=[page, *sorted(others)]), encoding="utf-8")

    def go(**query: str) -> AppTest:
        visited = AppTest.from_file(str(site / "app.py"), default_timeout=120)
        for key, value in query.items():
            visited.query_params[key] = value
        visited.run()
        assert not visited.exception
        return visited

    return go
