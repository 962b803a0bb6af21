"""All configuration, from environment variables and .env, each with a default and a sentence."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


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

    @field_validator("state_dir")
    @classmethod
    def _refuse_question_marks(cls, folder: Path) -> Path:
        """What follows a question mark in a database address is not part of the file's name."""
        if "?" in str(folder):
            raise ValueError("the folder's name must not contain a question mark")
        return folder

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


@lru_cache(maxsize=1)
def load() -> Settings:
    """The settings of this process, read once."""
    return Settings()
