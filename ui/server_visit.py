"""Visiting the dashboard without a browser: what a session asks and how it sees a run has ended."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

STREAM: Final = "/_stcore/stream"
PROTOCOL: Final = "streamlit"


def write_visit(
    address: str, query: Mapping[str, str], widgets: Mapping[str, str], site: str
) -> bytes:
    """The message that has a page run: its address without the slash, its query, its widgets.

    `widgets` are the words shown as chosen, by the widget's id; `site` is the root's address.
    """
    message = BackMsg()
    state = message.rerun_script
    state.query_string = urlencode(query)
    state.page_name = address
    state.context_info.url = f"{site}/{address}"
    state.context_info.timezone = "Asia/Jakarta"
    state.context_info.locale = "id-ID"
    state.widget_states.widgets.extend(
        WidgetState(id=name, string_value=value) for name, value in widgets.items()
    )
    content: bytes = message.SerializeToString()
    return content


def read_answer(content: bytes) -> ForwardMsg:
    """One message of the server."""
    message = ForwardMsg()
    message.ParseFromString(content)
    return message


def is_end(message: ForwardMsg) -> bool:
    """Whether the run has ended with it."""
    return message.WhichOneof("type") == "script_finished"
