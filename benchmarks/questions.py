"""Ten questions that readers ask, answered by analytics and again by plain pandas.

Pandas answers twice: from the openings as published, which must give the same figures, and, where
raw rows tell it themselves (days, portals, places, pay, ages), from those, where a difference must
be explained opening by opening.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from benchmarks import questions_asked as asked
from benchmarks import questions_counted as counted
from benchmarks import questions_reasons as reasons
from benchmarks.questions_counted import Count, Figures
from benchmarks.questions_rows import AGE, PAY, Rows, read_rows
from data.files import write_whole
from data.snapshot import Snapshot, SnapshotMeta, open_snapshot
from data.times import JAKARTA

_COLUMNS: Final = (
    "question", "analytics", "pandas, same readings", "pandas, raw rows", "n", "agree", "why not",
)  # fmt: skip
HEADING: Final = "## Both answers"
# Two ways to the same sum differ in the last digits; a median is told in whole rupiah.
_SAME: Final = 1e-6
DRAWN_FROM: Final = 100
DRAWN_MOST: Final = 0.05


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom it is answered, and how the answer is written.

    `raw` are the columns that the second reader reads anew, `count_raw` answers from the raw rows
    in another way; `drawn` ends the names of rates that analytics draws to those around them: they
    are compared where there are DRAWN_FROM openings, and may be DRAWN_MOST off.
    """

    text: str
    ask: Callable[[Snapshot], Figures]
    count: Count
    write: Callable[[Figures], str]
    n: str
    raw: tuple[str, ...] = ()
    mark: Callable[[counted.Table], reasons.Marks] | None = None
    count_raw: Count | None = None
    drawn: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Both answers; `unlike` are the figures that differ on the same readings, `unlike_raw` on the
    raw rows (None where these do not tell), `why` how many openings by reason."""

    question: Question
    asked: Figures
    counted: Figures
    raw: Figures | None
    unlike: Sequence[str]
    unlike_raw: Sequence[str]
    why: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """The same on the same readings, and every difference of the raw rows explained."""
        return not self.unlike and not {reasons.UNEXPLAINED, reasons.FAULT} & set(self.why)


def answer(question: Question, snapshot: Snapshot, rows: Rows) -> Answer:
    """Ask analytics and count in pandas."""
    told, again = question.ask(snapshot), question.count(rows.read, rows)
    unlike = compare(told, again, question.drawn)
    raw, unlike_raw, why = None, [], {}
    if question.raw:
        raw = question.count(rows.with_raw(question.raw), rows)
    elif question.count_raw:
        raw = question.count_raw(rows.read, rows)
    if raw is not None:
        unlike_raw = compare(told, raw)
        # With nothing to mark openings by, a difference stays unexplained.
        why = {reasons.UNEXPLAINED: len(unlike_raw)} if unlike_raw else {}
    if question.mark:
        why = reasons.explain(rows, question.mark, question.raw)
    return Answer(question, told, again, raw, unlike, unlike_raw, why)


def compare(told: Figures, again: Figures, drawn: str | None = None) -> list[str]:
    """The names of the figures that only one has or that differ."""
    unlike = []
    for name in {**told, **again}:
        off = _SAME
        if drawn and name.endswith(drawn):
            if again.get(name.removesuffix(drawn), 0) < DRAWN_FROM:
                continue
            off = DRAWN_MOST
        if not _is_same(told.get(name, math.nan), again.get(name, math.nan), off):
            unlike.append(name)
    return unlike


def _is_same(one: float, other: float, off: float) -> bool:
    return math.isclose(one, other, rel_tol=off) or (math.isnan(one) and math.isnan(other))


def _count(*names: str) -> Callable[[Figures], str]:
    """Writes so many of the figures by name."""
    return lambda found: ", ".join(f"{name} {found.get(name, 0):,.0f}" for name in names)


def _write_months(found: Figures) -> str:
    cells = sum(len(name.split()) == 2 for name in found)
    shown = ("2025-09", "2025-09 32", "2024-04 31")
    return f"{_count(*shown)(found)}; {cells} cells of month and province"


def _write_stated(found: Figures) -> str:
    told = f"{found['n']:,.0f} = {found['share']:.2%}"
    return f"{told} ({found['interval_low']:.2%}–{found['interval_high']:.2%}); " + _count(
        "n_no_period"
    )(found).replace("n_no_period", "without a period")


def _write_skills(found: Figures) -> str:
    ranked = sorted((name for name in found if name != "base"), key=lambda k: (-found[k], k))
    return ", ".join(f"{name} {found[name]:,.0f}" for name in ranked[:3])


def _write_median(found: Figures) -> str:
    if "median" not in found:
        return "too few"
    ends = f"{found['interval_low']:,.0f}–{found['interval_high']:,.0f}"
    return f"Rp{found['median']:,.0f} ({ends}), {found['employers']:,.0f} employers"


def _write_rates(found: Figures) -> str:
    rates = {name[:4]: rate for name, rate in found.items() if name.endswith(" rate")}
    ranked = sorted(rates, key=lambda code: (-rates[code], code))[:3]
    return ", ".join(f"{code} {rates[code]:,.1f} (of {found[code]:,.0f})" for code in ranked)


def _write_doubles(found: Figures) -> str:
    pairs = sorted((name for name in found if "×" in name), key=lambda k: (-found[k], k))
    return "; ".join(f"{name} {found[name]:,.0f}" for name in pairs[:4]) + f"; {len(pairs)} pairs"


def _write_ages(found: Figures) -> str:
    sides = []
    for side in ("before", "after"):
        of = f"{found[f'found_{side}']:,.0f} of {found[f'n_{side}']:,.0f}"
        sides.append(f"{side} {of} = {found[f'share_{side}']:.1%}")
    return ", ".join(sides)


def _write_short(found: Figures) -> str:
    told = f"{found['n_below']:,.0f} below"
    if "share" not in found:
        return f"{told}; too few for a share"
    return f"{told} = {found['share']:.2%}, mean shortfall {found['gap']:.2%}"


def _write_education(found: Figures) -> str:
    levels = sorted((name for name in found if name != "base"), key=lambda k: (-found[k], k))
    return ", ".join(f"{name} {found[name]:,.0f}" for name in levels)


def _write_reach(found: Figures) -> str:
    return ", ".join(
        f"{code}: {found.get(code, 0):,.0f} of {found.get(f'{code} here', 0):,.0f}"
        for code in counted.BEKASI
    )


QUESTIONS: Final = (
    Question("How many openings were posted in each month, by province?",
             asked.count_months, counted.count_months, _write_months, "dated",
             ("posted", "month", "province"), reasons.mark_month),
    Question("What share of openings state pay by the month?",
             asked.share_stated, counted.share_stated, _write_stated, "base",
             PAY, reasons.mark_stated),
    Question("Which skills do waiters in Bali need most?",
             asked.rank_skills, counted.rank_skills, _write_skills, "base"),
    Question("What is the median advertised pay of accountants in Jakarta?",
             asked.median_pay, counted.median_pay, _write_median, "n",
             PAY, reasons.mark_accountant),
    Question("Which regencies advertise most to 100,000 residents?",
             asked.rank_regencies, counted.rank_regencies, _write_rates, "n", drawn=" rate"),
    Question("How many openings do two portals both show, or one more than once?",
             asked.count_doubles, counted.count_doubles, _write_doubles, "n",
             count_raw=counted.count_doubles_raw),
    Question("What share limits age, before and after 28 May 2025?",
             asked.limit_ages, counted.limit_ages, _write_ages, "n_after",
             ("posted", "month", *AGE), reasons.mark_age),
    Question("What share of full-time offers is below the minimum wage?",
             asked.fall_short, counted.fall_short, _write_short, "n", PAY, reasons.mark_pay),
    Question("Which schooling do advertisements ask of programmers?",
             asked.ask_education, counted.ask_education, _write_education, "base"),
    Question("How many openings of Bekasi accept SMK with one year of experience?",
             asked.reach_openings, counted.reach_openings, _write_reach, "3275 here"),
)  # fmt: skip


def answer_all(postings: Path, snapshots: Path) -> tuple[list[Answer], SnapshotMeta]:
    """All ten, from the raw rows and the snapshot that is served from a folder of snapshots."""
    with closing(open_snapshot(snapshots)) as snapshot:
        rows = read_rows(postings, snapshot.path)
        return [answer(question, snapshot, rows) for question in QUESTIONS], snapshot.meta


def report(postings: Path, snapshots: Path) -> list[str]:
    """The table of all ten as lines of Markdown; figures only, nothing of any text."""
    answers, meta = answer_all(postings, snapshots)
    settled = sum(one.is_settled for one in answers)
    return [
        HEADING,
        "",
        f"Written by `python -m benchmarks questions --write` on {datetime.now(JAKARTA):%Y-%m-%d}:",
        f"snapshot {meta.id}, {meta.postings:,} postings, {meta.vacancies:,} openings.",
        "",
        f"| | {' | '.join(_COLUMNS)} |",
        "|--:|---|---|---|---|--:|---|---|",
        *(_write(number, one) for number, one in enumerate(answers, 1)),
        "",
        f"{settled} of {len(answers)} are the same on the same readings, with every difference to",
        "the raw rows explained.",
        "",
    ]


def replace_part(page: Path, lines: Sequence[str]) -> None:
    """Put the lines into the page in place of its part from their first, the heading, on."""
    before = page.read_text(encoding="utf-8").partition(f"\n{lines[0]}\n")[0]
    write_whole(page, "\n".join([before.rstrip("\n"), "", *lines]).encode())


def _write(number: int, one: Answer) -> str:
    question = one.question
    same = f"the same {len(one.counted)} figures" if not one.unlike else question.write(one.counted)
    if one.unlike:
        same += f" ({len(one.unlike)} of {len(one.asked)} figures differ)"
    elif question.drawn:
        same = question.write(one.counted)
    raw = "–"
    if one.raw is not None:
        raw = question.write(one.raw) if one.unlike_raw else f"the same {len(one.raw)} figures"
    whys = [f"{n:,}: {why}" for why, n in one.why.items()]
    if question.drawn:
        whys.append(f"rates are drawn to the province's, by less than {DRAWN_MOST:.0%} from"
                    f" {DRAWN_FROM} openings on; counts are the same")  # fmt: skip
    agree = "no" if one.unlike or one.unlike_raw else "yes"
    told = (str(number), question.text, question.write(one.asked), same, raw,
            f"{one.asked.get(question.n, 0):,.0f}", agree, "; ".join(whys))  # fmt: skip
    return f"| {' | '.join(told)} |"
