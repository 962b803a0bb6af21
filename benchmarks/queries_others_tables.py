"""What the comparison of the ways found, as Markdown."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.queries_others_bytes import Bandwidth, Touched
from benchmarks.queries_others_questions import ADDRESSES, unwritten
from benchmarks.queries_others_ways import OURS, WAYS

_EXPLAINED: Final = """\
Every way is a process of its own on the same rows; answers of all are compared cell by cell before
anything is timed. *pandas*: frames in memory, codes as categories, vacancies by number. *SQLite*:
normal form, numbers as keys, an index for each filter and each join. *unsorted DuckDB*: the same
Parquet tables with rows in no order and no table counted beforehand. Statistics on top of the
counts (intervals, posteriors, percentiles of ranges) are the same code in all. Everything is asked
once, then in turns: medians of {most} more times, of fewer where a way was slow; {once} figures of
{figures} rest on the first time alone. CPU is that of all threads.
`index_by_day`: the others are given from when to when each advertisement stands and count what
stands and begins by day; ours reads that off the rows and links portals to an index besides."""
_BYTES: Final = """\
Bytes are those that DuckDB's profile (`EXPLAIN ANALYZE`) counts for every scan of every query of
the call, once warm: compressed column chunks of the columns shown or filtered by, in the row groups
that bounds did not exclude; decoded are the same chunks uncompressed, by the footers (codes of
dictionaries count as codes). The floor is the decoded bytes at the fastest read above
({rate:.1f} GB/s). Where nothing is scanned, bounds in the footer answer alone, or the answer is
kept with the snapshot."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question at an address: median milliseconds of each way, of the clock and of CPU.

    `times` is how often each was asked after the first time, which counts where it is 0.
    """

    key: str
    address: str
    ms: Mapping[str, float]
    cpu_ms: Mapping[str, float]
    times: Mapping[str, int]
    touched: Touched


@dataclass(frozen=True, slots=True)
class Held:
    """A way: seconds of writing its files and of opening, MB empty, opened, and at most."""

    way: str
    written: float
    opened: float
    empty_mb: float
    open_mb: float
    peak_mb: float


def write(
    asked: Sequence[Asked], held: Sequence[Held], bandwidth: Sequence[Bandwidth]
) -> list[str]:
    """All tables, with what stands behind them."""
    rate = max(one.gigabytes for one in bandwidth if one.done == "sum")
    kinds = len({one.key for one in asked})
    times = [n for one in asked for n in one.times.values()]
    return [
        f"{kinds} kinds of calls at {len(ADDRESSES)} addresses, {len(asked)} questions.",
        "",
        _EXPLAINED.format(most=max(times), once=times.count(0), figures=len(times)),
        "",
        *_table("way | written s | opened s | MB empty | MB opened | MB at most", _ways(held)),
        *_table("question | address | " + " | ".join(f"{way} ms" for way in (OURS, *WAYS))
                + " | " + " | ".join(f"{way} CPU" for way in (OURS, *WAYS)), _times(asked), 2),
        "### How many times as long as ours",
        "",
        *_table("way | median | worst | at | median, CPU | " + " | ".join(ADDRESSES)
                + " | faster than ours", _ratios(asked)),
        *_faster(asked),
        "### Bytes against the bandwidth of memory",
        "",
        *_table("memory | threads | GB/s", [
            (one.done, str(one.threads), f"{one.gigabytes:.1f}") for one in bandwidth
        ]),
        _BYTES.format(rate=rate),
        "",
        *_table("question | address | queries | rows | compressed KB | decoded KB | floor µs"
                " | ours ms | times the floor", _floors(asked, rate), 2),
        "### Calls that the other ways are not asked",
        "",
        *_table("call | why", [(f"`{key}`", why) for key, why in unwritten().items()], 2),
    ]  # fmt: skip


def _table(heads: str, rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """A Markdown table, its first columns to the left, and an empty line."""
    n = heads.count("|") + 1
    lines = [f"| {heads} |", f"|{'---|' * left}{'--:|' * (n - left)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def _ways(held: Sequence[Held]) -> list[tuple[str, ...]]:
    return [
        (one.way, f"{one.written:,.1f}", f"{one.opened:,.1f}",
         *(f"{mb:,.0f}" for mb in (one.empty_mb, one.open_mb, one.peak_mb)))
        for one in held
    ]  # fmt: skip


def _times(asked: Sequence[Asked]) -> list[tuple[str, ...]]:
    return [
        (f"`{one.key}`", one.address, *(_ms(one.ms[way]) for way in (OURS, *WAYS)),
         *(_ms(one.cpu_ms[way]) for way in (OURS, *WAYS)))
        for one in asked
    ]  # fmt: skip


def _ms(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _ratio(one: Asked, way: str) -> float:
    return one.ms[way] / one.ms[OURS]


def _ratios(asked: Sequence[Asked]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for way in WAYS:
        worst = min(asked, key=lambda one: _ratio(one, way))
        cpu = statistics.median(one.cpu_ms[way] / one.cpu_ms[OURS] for one in asked)
        places = [
            statistics.median(_ratio(one, way) for one in asked if one.address == address)
            for address in ADDRESSES
        ]
        faster = sum(_ratio(one, way) < 1 for one in asked)
        rows.append((
            way, f"{statistics.median(_ratio(one, way) for one in asked):.1f}",
            f"{_ratio(worst, way):.2f}", f"`{worst.key}`, {worst.address}", f"{cpu:.1f}",
            *(f"{place:.1f}" for place in places), f"{faster} of {len(asked)}",
        ))  # fmt: skip
    return rows


def _faster(asked: Sequence[Asked]) -> list[str]:
    """Where another way is faster than ours, said plainly."""
    lines = []
    for way in WAYS:
        found = [one for one in asked if _ratio(one, way) < 1]
        found.sort(key=lambda one: _ratio(one, way))
        told = "; ".join(
            f"`{one.key}`, {one.address} ({_ms(one.ms[way])} against {_ms(one.ms[OURS])} ms)"
            for one in found
        )
        lines += [f"{way} is faster than ours in: {told or 'none'}.", ""]
    return lines


def _floors(asked: Sequence[Asked], rate: float) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in asked:
        floor = one.touched.decoded / rate / 1e6
        times = f"{one.ms[OURS] / floor:,.0f}" if floor else "–"
        rows.append((
            f"`{one.key}`", one.address, str(one.touched.queries), f"{one.touched.rows:,}",
            f"{one.touched.compressed / 1e3:,.0f}", f"{one.touched.decoded / 1e3:,.0f}",
            f"{1e3 * floor:,.1f}", _ms(one.ms[OURS]), times,
        ))  # fmt: skip
    return rows
