"""A sketch as a few hundred bytes, as the store keeps it, and back."""

from datetime import date
from typing import Final

import numpy as np
import orjson

from nlp.duplicate_sketch import Shingles, Sketch

_LENGTH: Final = 4
_SHINGLE: Final = np.dtype("<u4")


def pack(one: Sketch) -> bytes:
    """All of a sketch but its key; equal sketches give equal bytes."""
    told = orjson.dumps(
        (
            one.portal,
            one.employers,
            one.job,
            one.title,
            sorted(one.beside),
            sorted(one.level),
            sorted(one.regencies),
            sorted(one.provinces),
            sorted(one.title_places),
            one.requisition,
            one.pay,
            one.posted,
            one.is_told,
            sorted(one.studies),
        )
    )
    return len(told).to_bytes(_LENGTH) + told + one.shingles.astype(_SHINGLE).tobytes()


def unpack(key: str, packed: bytes) -> Sketch:
    """The sketch under that key."""
    end = _LENGTH + int.from_bytes(packed[:_LENGTH])
    (
        portal,
        employers,
        job,
        title,
        beside,
        level,
        regencies,
        provinces,
        title_places,
        requisition,
        pay,
        posted,
        is_told,
        studies,
    ) = orjson.loads(packed[_LENGTH:end])
    return Sketch(
        key=key,
        portal=portal,
        employers=tuple(map(tuple, employers)),
        job=job,
        title=tuple(title),
        beside=frozenset(beside),
        level=frozenset(level),
        regencies=frozenset(regencies),
        provinces=frozenset(provinces),
        title_places=frozenset(title_places),
        requisition=requisition,
        shingles=unpack_shingles(packed),
        pay=(pay[0], pay[1]),
        posted=date.fromisoformat(posted) if posted else None,
        is_told=is_told,
        studies=frozenset(studies),
    )


def unpack_shingles(packed: bytes) -> Shingles:
    """Only the hashes of the text."""
    begin = _LENGTH + int.from_bytes(packed[:_LENGTH])
    return np.frombuffer(packed, dtype=_SHINGLE, offset=begin).astype(np.uint32)
