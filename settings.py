"""All configuration, from environment variables and .env, each with a default and a sentence."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent

_SCHEDULER: Final = re.compile(r"(\w+://)?[^\s/]+:[0-9]{1,5}")
_CONTACT: Final = re.compile(r"(https?://|[\w.+-]+@)[!-\'*-:<-~]+", re.ASCII)

# Names with commas between them, as one writes them into .env.
Names = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(
        lambda told: (
            tuple(filter(None, map(str.strip, told.split(",")))) if isinstance(told, str) else told
        )
    ),
]


class Settings(BaseSettings):
    """What an operator may set; names in the environment are those of the fields in capitals."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    state_dir: Path = Field(
        default=ROOT / "var",
        description="Folder of everything the programme writes: store, snapshots, rejects.",
    )
    database_url: str = Field(
        default="",
        description="SQLAlchemy address of the store; empty means a SQLite file under STATE_DIR.",
    )
    snapshot_dir: Path | None = Field(
        default=None,
        description="Folder of the published snapshots; empty means `snapshots` under STATE_DIR.",
    )
    snapshots_kept: int = Field(
        default=3,
        ge=1,
        description="How many published snapshots are kept, the newest included.",
    )
    publish_topics: bool = Field(
        default=True,
        description="Whether publishing also looks for themes and new titles (page Topik); false "
        "saves its time.",
    )
    lock_wait_seconds: float = Field(
        default=10.0,
        ge=0,
        description="How long a command waits for another one that is writing before it gives up.",
    )
    serve_host: str = Field(
        default="127.0.0.1",
        description="Address the dashboard listens on; 0.0.0.0 opens it to the network.",
    )
    serve_port: int = Field(
        default=8501, ge=0, le=65535, description="Port the dashboard listens on."
    )
    dask_scheduler: str = Field(
        default="",
        description="Scheduler of a Dask cluster for `process --engine dask`, such as "
        "tcp://10.0.0.5:8786; empty: a small cluster on this machine.",
    )
    contact: str = Field(
        default="",
        max_length=200,
        description="E-mail address or page at which portals can reach who collects; sent with "
        "every call, and needed to collect live.",
    )
    sample_openings: int = Field(
        default=30_000, ge=100, description="Openings of the sample market; fewer are made faster."
    )
    sample_months: int = Field(
        default=36, ge=1, le=120, description="Months that the sample market goes back."
    )
    portals_on: Names = Field(
        default=(),
        description="Portals that are off by default and are to be collected, by comma.",
    )
    portals_off: Names = Field(
        default=(), description="Portals that are not to be collected, by comma."
    )
    jsonld_sites: Names = Field(
        default=(),
        description="Sites whose JobPosting pages are collected, by comma: addresses of sitemaps, "
        "robots.txt or pages.",
    )
    tech_in_asia_key: str = Field(
        default="",
        description="Search key of Tech in Asia's jobs page; needed to collect that portal.",
    )
    http_proxy_url: str = Field(
        default="",
        description="HTTP proxy through which portals are asked; empty means none.",
    )

    @field_validator("state_dir")
    @classmethod
    def _refuse_question_marks(cls, folder: Path) -> Path:
        """What follows a question mark in a database address is not part of the file's name."""
        if "?" in str(folder):
            raise ValueError("the folder's name must not contain a question mark")
        return folder

    @field_validator("contact")
    @classmethod
    def _check_contact(cls, contact: str) -> str:
        """It travels in a header, inside brackets."""
        if contact and not _CONTACT.fullmatch(contact):
            raise ValueError("it must be an e-mail address or the http(s) address of a page")
        return contact

    @field_validator("dask_scheduler")
    @classmethod
    def _check_scheduler(cls, address: str) -> str:
        """Dask wants a port."""
        if address and not _SCHEDULER.fullmatch(address):
            raise ValueError("it must be the address of a scheduler, like tcp://10.0.0.5:8786")
        return address

    @field_validator("http_proxy_url")
    @classmethod
    def _check_proxy(cls, address: str) -> str:
        """Only HTTP proxies are spoken to."""
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("the proxy's address must begin with http:// or https://")
        return address

    @property
    def store_url(self) -> str:
        """The address of the store, with the default filled in."""
        return self.database_url or f"sqlite:///{self.state_dir.resolve() / 'store.sqlite'}"

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots, with the default filled in."""
        return self.snapshot_dir or self.state_dir / "snapshots"

    @property
    def rejects(self) -> Path:
        """The folder of rows and answers that could not be read."""
        return self.state_dir / "rejects"

    @property
    def dead_letters(self) -> Path:
        """The folder of portals' answers that could not be read."""
        return self.rejects / "dead-letters"


@lru_cache(maxsize=1)
def load() -> Settings:
    """The settings of this process, read once."""
    return Settings()
