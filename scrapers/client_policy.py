"""What holds for every call of the collectors: the numbers of client.toml, checked."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from data.errors import UserError

ROOT: Final = Path(__file__).resolve().parent.parent


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Identity(_Part):
    """Who we say we are."""

    name: str
    purpose: str


class Time(_Part):
    """Limits of one attempt, in seconds."""

    connect: float = Field(gt=0)
    read: float = Field(gt=0)
    total: float = Field(gt=0)


class Size(_Part):
    """Limits of one answer, in bytes after unpacking."""

    body: int = Field(gt=0)
    ratio: float = Field(gt=1)
    ratio_from: int = Field(ge=0)
    robots: int = Field(gt=0)


class Retry(_Part):
    """When and how long to wait before asking again, in seconds."""

    tries: int = Field(ge=1)
    robots_tries: int = Field(ge=1)
    first_wait: float = Field(ge=0)
    longest_wait: float = Field(ge=0)
    longest_retry_after: float = Field(ge=0)
    statuses: frozenset[int]
    hopeless: frozenset[int]


class BreakerRule(_Part):
    """When a host rests, and how long, in seconds."""

    failures: int = Field(ge=1)
    rest: float = Field(ge=0)
    longest_rest: float = Field(ge=0)


class RobotsRule(_Part):
    """How long robots.txt counts, in seconds."""

    good_for: float = Field(ge=0, le=86_400)
    unreachable_for: float = Field(ge=0)
    longest_delay: float = Field(gt=0)


class Redirect(_Part):
    """How far a redirect is followed."""

    most: int = Field(ge=0)


class CacheRule(_Part):
    """How much is kept for conditional requests."""

    kept: float = Field(gt=0)
    size: int = Field(gt=0)


class BlockedSigns(_Part):
    """What says that a portal does not want us."""

    statuses: frozenset[int]
    headers: dict[str, tuple[str, ...]]
    titles: tuple[str, ...]


class Policy(_Part):
    """All of client.toml."""

    identity: Identity
    time: Time
    size: Size
    retry: Retry
    breaker: BreakerRule
    robots: RobotsRule
    redirect: Redirect
    cache: CacheRule
    blocked: BlockedSigns


@cache
def read_policy() -> Policy:
    """The numbers of client.toml."""
    path = Path(__file__).with_suffix("").with_name("client.toml")
    return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def user_agent(contact: str) -> str:
    """The honest name of the collectors, with the address of who runs them where one is set."""
    identity = read_policy().identity
    reach = f"; +{contact}" if contact else ""
    return f"{identity.name}/{_version()} ({identity.purpose}{reach})"


def require_contact(contact: str) -> str:
    """The contact address for a live run; raises UserError where there is none."""
    if contact:
        return contact
    raise UserError(
        "Collecting from live portals needs an address at which they can reach you: set CONTACT in "
        ".env to an e-mail address or to a page that says who collects and why. "
        "`collect --sample` needs none."
    )
