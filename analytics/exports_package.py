"""What goes along with a file taken away: source, licence, how to cite, a Data Package descriptor.

The descriptor follows Frictionless Data Package v1 (specs.frictionlessdata.io).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from analytics.exports_formats import FORMATS
from analytics.exports_registry import Table, licence
from data.snapshot import SnapshotMeta
from data.times import JAKARTA

PUBLISHER: Final = "Sinyal Kerja"
SAMPLE_WARNING: Final = (
    "DATA CONTOH / SAMPLE DATA: lowongan buatan, jangan dikutip / made-up vacancies, not to be"
    " quoted"
)
# Those that the descriptor of all lists: one that every tool reads, one that keeps types.
LISTED: Final = ("csv", "parquet")


class Written(BaseModel):
    """A file that was written: its rows, its size in bytes, its checksum in hexadecimal."""

    model_config = ConfigDict(frozen=True)
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of a table that can be taken away; `written` is None where it was not made yet."""

    table: Table
    form: str
    path: str
    written: Written | None


def describe_file(meta: SnapshotMeta, table: Table) -> dict[str, str]:
    """What every file says of itself, by key, in the order in which to read it."""
    credit = [PUBLISHER, *(source.title for source in table.sources)]
    facts = {
        "table": table.name,
        "judul": table.title["id"],
        "title": table.title["en"],
        "isi": table.what["id"],
        "what": table.what["en"],
        "data": "sample" if meta.is_sample else "real",
        "snapshot": meta.id,
        "published": f"{meta.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "source": "; ".join(credit),
        "portals": ", ".join(portal.name for portal in meta.portals),
        "licence": f"{licence().title} ({licence().name}), {licence().path}",
        "cite": cite(meta, table),
    }
    return {"warning": SAMPLE_WARNING, **facts} if meta.is_sample else facts


def cite(meta: SnapshotMeta, table: Table, language: str = "id") -> str:
    """How to cite a table of a snapshot, without the address it was taken from."""
    day = meta.created_at.astimezone(JAKARTA)
    mark = f" [{SAMPLE_WARNING.split(':', maxsplit=1)[0]}]" if meta.is_sample else ""
    return (
        f"{PUBLISHER} ({day.year}). {table.title[language]}{mark}. Snapshot {meta.id}, "
        f"{day:%Y-%m-%d}. {licence().name}."
    )


def describe_package(meta: SnapshotMeta, resources: list[Resource]) -> dict[str, Any]:
    """The descriptor of these files of a snapshot, ready for JSON."""
    sources = {source.title: source for one in resources for source in one.table.sources}
    description = f"{meta.vacancies:,} vacancies of {len(meta.portals)} portals."
    if meta.is_sample:
        description = f"{SAMPLE_WARNING}. {description}"
    return {
        "profile": "data-package",
        "name": f"sinyal-kerja-{meta.id.lower()}",
        "title": "Sinyal Kerja: lowongan daring di Indonesia / online job openings in Indonesia",
        "description": description,
        "version": meta.id,
        "created": f"{meta.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "is_sample": meta.is_sample,
        "licenses": [_licence()],
        "sources": [
            {"title": source.title} | ({"path": source.path} if source.path else {})
            for source in sources.values()
        ],
        "resources": [_describe(meta, one) for one in resources],
    }


def _licence() -> dict[str, str]:
    return {"name": licence().name, "title": licence().title, "path": licence().path}


def _describe(meta: SnapshotMeta, resource: Resource) -> dict[str, Any]:
    table, form = resource.table, resource.form
    media_type, _, encoding = FORMATS[form].media_type.partition("; charset=")
    told: dict[str, Any] = {
        "name": f"{table.name}-{form}".replace("_", "-").replace(".", "-"),
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "path": resource.path,
        "title": f"{table.title['id']} / {table.title['en']}",
        "description": f"{table.what['id']} / {table.what['en']}",
        "format": form.rpartition(".")[2],
        "mediatype": media_type,
        "licenses": [_licence()],
        "cite": cite(meta, table),
        "schema": _schema(table),
    }
    if encoding:
        told |= {"encoding": encoding, "dialect": _dialect(form)}
    if resource.written is not None:
        told |= {
            "bytes": resource.written.bytes,
            "hash": f"sha256:{resource.written.sha256}",
            "rows": resource.written.rows,
        }
    return told


def _dialect(form: str) -> Mapping[str, Any]:
    return {"delimiter": ";" if form == "excel.csv" else ",", "header": True, "doubleQuote": True}


def _schema(table: Table) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        field = {
            "name": column.name,
            "type": column.type,
            "description": f"{column.meaning_id} / {column.meaning_en}",
        }
        fields.append(field | ({"unit": column.unit} if column.unit else {}))
    return {"fields": fields, "missingValues": [""]}
