"""Why a call brought no answer, in sentences.

FetchError           host, what happened, what to do
├── OffLimits        the address is not one this client visits (host, scheme, private network)
├── RobotsForbid     the portal's robots.txt does not allow the address
├── Blocked          the portal refuses us; it is left alone for this run
├── StatusError      the portal answered with a status that means no (`status`, `body`)
│   └── NotFound     nothing is at the address (404, 410)
├── TooLarge         the answer is larger than allowed, or a bomb
├── Garbled      the answer is packed in a way that was not asked for
├── GaveUp           asked again as often as is polite, without success
├── HostDown         the host is not asked now: it failed too often, or its robots.txt did
└── Stopped          the run was stopped
"""

from data.errors import SinyalError


class FetchError(SinyalError):
    """A call that brought no answer."""

    def __init__(self, host: str, what: str) -> None:
        self.host, self.what = host, what
        super().__init__(f"{host}: {what}")


class OffLimits(FetchError):
    """The address is not one that this client visits."""


class RobotsForbid(FetchError):
    """The portal's robots.txt does not allow the address."""


class Blocked(FetchError):
    """The portal refuses us; it is left alone for the rest of the run."""


class StatusError(FetchError):
    """The portal answered with a status that means no."""

    def __init__(self, host: str, what: str, status: int, body: bytes) -> None:
        self.status, self.body = status, body
        super().__init__(host, what)


class NotFound(StatusError):
    """Nothing is at the address."""


class TooLarge(FetchError):
    """The answer is larger than allowed."""


class Garbled(FetchError):
    """The answer is packed in a way that was not asked for."""


class GaveUp(FetchError):
    """Asked again as often as is polite, without success."""


class HostDown(FetchError):
    """The host is not asked now."""


class Stopped(FetchError):
    """The run was stopped."""
