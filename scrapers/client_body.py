"""The body of an answer, unpacked piece by piece within limits: a bomb is refused before it bursts.

Only gzip is asked for, because only what we unpack ourselves can be stopped in the middle; an
answer in another packing (br, zstd) is refused unread.
"""

import zlib
from collections.abc import AsyncIterable
from typing import Final

from scrapers.client_errors import Garbled, TooLarge
from scrapers.client_policy import Size
from scrapers.retry import Trouble

ACCEPTED: Final = "gzip"
# zlib's word for "a gzip header is to be expected, window as large as may be".
_GZIP: Final = 16 + zlib.MAX_WBITS
# Bytes unpacked in one go: what a bomb can take before it is noticed.
_STEP: Final = 1 << 20


class Unpacker:
    """Takes the pieces of one answer and holds what they unpack to."""

    def __init__(self, host: str, encoding: str, size: Size, most: int) -> None:
        self._host, self._size, self._most = host, size, most
        self.packed_bytes = 0
        self._pieces: list[bytes] = []
        self._unpacked_bytes = 0
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise Garbled(
                host,
                f"the answer is packed as {coding[:40]!r}, though only gzip was asked for. "
                "It was not read; tell the portal, or ask for this portal's support to be mended.",
            )
        self._gzip = zlib.decompressobj(_GZIP) if "gzip" in coding else None

    def feed(self, piece: bytes) -> None:
        """Take the next piece as it came; raises TooLarge, and Trouble where it is damaged."""
        self.packed_bytes += len(piece)
        if self._gzip is None:
            self._add(piece)
            return
        while piece:
            if self._gzip.eof:  # gzip files may follow one another
                self._gzip = zlib.decompressobj(_GZIP)
            try:
                self._add(self._gzip.decompress(piece, _STEP))
            except zlib.error as error:
                raise Trouble(f"its answer is damaged gzip ({error})") from error
            piece = self._gzip.unconsumed_tail or self._gzip.unused_data

    def finish(self) -> bytes:
        """The whole body; raises Trouble where the end is missing."""
        if self._gzip is not None and self.packed_bytes and not self._gzip.eof:
            raise Trouble("its answer was cut off")
        return b"".join(self._pieces)

    def _add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._unpacked_bytes += len(piece)
        if self._unpacked_bytes > self._most:
            raise too_large(self._host, self._most)
        if (
            self._unpacked_bytes > self._size.ratio_from
            and self._unpacked_bytes > self._size.ratio * self.packed_bytes
        ):
            raise TooLarge(
                self._host,
                f"its answer unpacks to more than {self._size.ratio:g} times its size, as bombs "
                "do. It was not read; look at the address by hand before collecting again.",
            )


def too_large(host: str, most: int) -> TooLarge:
    """The error of an answer above the limit."""
    return TooLarge(
        host,
        f"its answer is larger than {most / 1e6:g} MB. It was not read; if such pages are right "
        "for this portal, raise its limit.",
    )


def unpack_gzip(host: str, packed: bytes, size: Size, most: int) -> bytes:
    """What a gzip file holds (a sitemap.xml.gz), within the same limits.

    Raises TooLarge; Garbled where it is damaged or cut.
    """
    unpacker = Unpacker(host, "gzip", size, most)
    try:
        unpacker.feed(packed)
        return unpacker.finish()
    except Trouble as error:
        raise Garbled(host, f"{error.what}. Collect again later.") from error


async def read_body(pieces: AsyncIterable[bytes], unpacker: Unpacker) -> bytes:
    """The whole body of an answer."""
    async for piece in pieces:
        unpacker.feed(piece)
    return unpacker.finish()
