"""The tables of the operator's own data: what was delivered, and the rows of each delivery.

upload ──< prakerja_figure      Kartu Prakerja: enrolment and outcomes
       ──< training             the catalogue of trainings
       ──< official_figure      new periods of the official tables

A row's key is computed from its dimensions, so that a later delivery replaces equal rows.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Double, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data.models import Base


class Upload(Base):
    """One file that was taken in: which, from whom, when, how many rows."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    source_note: Mapped[str]
    loaded_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(Integer)


class PrakerjaFigure(Base):
    """Counts or an outcome of one combination of area, period and groups of persons."""

    __tablename__ = "prakerja_figure"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    upload_id: Mapped[int] = mapped_column(Integer, ForeignKey("upload.id"), index=True)
    province: Mapped[str] = mapped_column(String(2))
    regency: Mapped[str] = mapped_column(String(4))
    period: Mapped[str] = mapped_column(String(7))
    sex: Mapped[str] = mapped_column(String(16))
    age_group: Mapped[str] = mapped_column(String(16))
    education: Mapped[str] = mapped_column(String(32))
    training_category: Mapped[str]
    outcome: Mapped[str | None] = mapped_column(String(32))
    enrolled: Mapped[int | None] = mapped_column(BigInteger)
    recipients: Mapped[int | None] = mapped_column(BigInteger)
    completed: Mapped[int | None] = mapped_column(BigInteger)
    outcome_count: Mapped[int | None] = mapped_column(BigInteger)
    outcome_percent: Mapped[float | None] = mapped_column(Double)
    outcome_n: Mapped[int | None] = mapped_column(BigInteger)


class Training(Base):
    """One offer of the training catalogue."""

    __tablename__ = "training"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    upload_id: Mapped[int] = mapped_column(Integer, ForeignKey("upload.id"), index=True)
    title: Mapped[str]
    provider: Mapped[str]
    platform: Mapped[str]
    price_idr: Mapped[int | None] = mapped_column(BigInteger)
    mode: Mapped[str] = mapped_column(String(16))
    place: Mapped[str | None]
    province: Mapped[str | None] = mapped_column(String(2))
    regency: Mapped[str | None] = mapped_column(String(4))
    skills: Mapped[str | None]
    url: Mapped[str | None]
    duration: Mapped[str | None]
    duration_hours: Mapped[float | None] = mapped_column(Double)


class OfficialFigure(Base):
    """One row of an official table, its cells as text under that table's column names."""

    __tablename__ = "official_figure"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    upload_id: Mapped[int] = mapped_column(Integer, ForeignKey("upload.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(7))
    cells: Mapped[dict[str, Any]]
