"""Our reading of skills beside that of open peers: the same labelled postings, one core, one run.

    python -m benchmarks.peer_readers whole|skills INPUT OUTPUT     ours, as a peer is started

A peer's script (../shared/peers) reads {"id","title","description"} and writes {"id","skills":
[text …]}; one JSON line on stderr tells the CPU seconds of reading alone.
"""

import json
import math
import os
import re
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from spacy.language import Language

import nlp
from benchmarks.steps import Usage, measure_process
from nlp.evaluate import Estimate, estimate
from nlp.extract import extract
from nlp.pipeline import read
from nlp.posting import Posting
from nlp.scoring import Tally, tally_reading
from settings import ROOT

_TOLD: Final = ROOT / "benchmarks" / "peers" / "readers.toml"
_WHOLE: Final = "whole"
_EN: Final = ("en",)
_ID: Final = ("id", "mixed")
_FIELDS: Final = ("title", "description")
_ONE_CORE: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
# Letters a word of the posting may have more than a peer's lemma of it.
_ENDING: Final = r"\w{0,3}"
# What it says goes into a file, and the process stays the one that is measured.
_SHELL: Final = 'exec "$@" 2>"$SAID"'
_COLUMNS: Final = (
    *("reader", "reads", "half F1, English", "half F1, Indonesian and mixed"),
    *("touching F1, English", "touching F1, Indonesian and mixed"),
    *("answers that stand in the posting", "postings per CPU s"),
    *("start, CPU s", "once, CPU s", "peak MB"),
)
Fields = Mapping[str, Any]
Answers = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Reader:
    """A reader of skills: what it is called, what it knows, and the words that start it."""

    name: str
    reads: str
    words: tuple[str, ...]
    once: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a reader found, by posting, and what it took; `once` is CPU seconds of preparing."""

    reader: Reader
    answers: Answers
    usage: Usage
    cpu_reading: float
    failed: int
    once: float

    @property
    def cpu_start(self) -> float:
        """CPU seconds of all but reading: the interpreter, imports, lists and models."""
        return self.usage.cpu - self.cpu_reading


def list_ours() -> list[Reader]:
    """Ours, whole and the part that reads skills; they find the same skills."""
    words = (sys.executable, "-m", "benchmarks.peer_readers")
    return [
        Reader("Sinyal Kerja, whole", "all that `extract` reads", (*words, _WHOLE)),
        Reader("Sinyal Kerja, skills alone", "skills, by tagger and list", (*words, "skills")),
    ]


def list_peers(python: Path, scripts: Path) -> list[Reader]:
    """The peers, to be started from links to their scripts by the interpreter made for them."""
    return [
        Reader(
            told["name"],
            told["reads"],
            (str(python), str(scripts / told["script"])),
            (str(python), str(scripts / told["once"])) if "once" in told else (),
            told["note"],
        )
        for told in _read_told()["reader"]
    ]


def list_absent() -> list[str]:
    """A line for each peer that is not compared, with the reason."""
    return [f"- {told['name']}: {told['why']}." for told in _read_told()["absent"]]


def _read_told() -> dict[str, Any]:
    return tomllib.loads(_TOLD.read_text(encoding="utf-8"))


def report(gold: Sequence[Fields], scripts: Path, folder: Path, say: Callable[[str], None]) -> str:
    """Run ours and every peer, one after another; the table and its notes as Markdown."""
    postings = [row["posting"] for row in gold]
    letters = sum(len(str(posting.get("description") or "")) for posting in postings)
    outcomes, missing = [], []
    for reader in [*list_ours(), *install(folder, scripts, say)]:
        say(reader.name)
        try:
            outcomes.append(run(reader, postings, folder))
        except RuntimeError as error:
            missing.append(f"- {reader.name}: {error}")
    counts = Counter(row["labels"]["language"] for row in gold)
    told = ", ".join(f"{n} {language}" for language, n in counts.items())
    texts = as_texts(outcomes[0].answers) if outcomes else {}
    measured = (
        f"{len(gold)} labelled postings ({told}) of {letters / len(gold):,.0f} characters, none "
        "read before; one process a reader, one core.\n"
    )
    as_peer = (
        f"- Ours as bare texts, placed as those of a peer: {_show(score(gold, texts, _EN))} "
        f"and {_show(score(gold, texts, _ID))}."
    )
    lines = [measured, table(gold, outcomes), "", *notes(outcomes), as_peer]
    return "\n".join([*lines, "\nNot in the table:\n", *missing, *list_absent()])


def install(folder: Path, scripts: Path, say: Callable[[str], None]) -> list[Reader]:
    """Make the interpreter of the peers in `folder`, if not there yet, and link their scripts.

    Linked, not copied, so that what a script writes beside itself stays in `folder`.
    """
    python, linked = folder / "venv" / "bin" / "python", folder / "scripts"
    done = folder / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder / "venv")], check=True)
        for call in _read_told()["install"]:
            say(f"pip install {' '.join(call['packages'])}")
            alone = ["--no-deps"] if call.get("alone") else []
            pip = [str(python), "-m", "pip", "install", "-q", *alone, *call["packages"]]
            subprocess.run(pip, check=True)
        done.touch()
    # SkillNER's list is written here.
    (linked / "data" / "skillner").mkdir(parents=True, exist_ok=True)
    for source in [*scripts.glob("*.py"), *(scripts / "data").glob("*.json")]:
        link = linked / source.relative_to(scripts)
        link.unlink(missing_ok=True)
        link.symlink_to(source)
    return list_peers(python, linked)


def run(reader: Reader, postings: Sequence[Fields], folder: Path) -> Outcome:
    """One reader in a process of its own, on one core.

    Raises RuntimeError with the last that it said where it fails.
    """
    once = _prepare(reader, postings, folder)
    usage, answers, told = _read(reader.words, postings, folder)
    return Outcome(reader, answers, usage, told["cpu_s"], told["errors"], once)


def _prepare(reader: Reader, postings: Sequence[Fields], folder: Path) -> float:
    """CPU seconds of what a peer builds once and keeps; measured when it was built."""
    if not reader.once:
        return 0.0
    kept = folder / f"{Path(reader.once[1]).stem}.once"
    if not kept.exists():
        if reader.once == reader.words:
            usage, _, _ = _read(reader.words, postings[:1], folder)
            again, _, _ = _read(reader.words, postings[:1], folder)
            spent = usage.cpu - again.cpu
        else:
            spent = _measure(reader.once, folder).cpu
        kept.write_text(f"{spent:.1f}", encoding="utf-8")
    return float(kept.read_text(encoding="utf-8"))


def _read(
    words: Sequence[str], postings: Sequence[Fields], folder: Path
) -> tuple[Usage, Answers, dict[str, Any]]:
    source, target = folder / "postings.jsonl", folder / "answers.jsonl"
    rows = ({name: posting.get(name) for name in ("id", *_FIELDS)} for posting in postings)
    source.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    target.unlink(missing_ok=True)
    usage = _measure([*words, str(source), str(target)], folder)
    answers = {row["id"]: row["skills"] for row in _rows(target)}
    said = (folder / "said").read_text(encoding="utf-8").splitlines()
    told: dict[str, Any] = json.loads(next(s for s in reversed(said) if s.startswith("{")))
    return usage, answers, told


def _measure(words: Sequence[str], folder: Path) -> Usage:
    said = folder / "said"
    environment = {
        **os.environ,
        **dict.fromkeys(_ONE_CORE, "1"),
        "SAID": str(said),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    with _one_core():
        try:
            return measure_process(["/bin/sh", "-c", _SHELL, "sh", *words], environment)
        except RuntimeError as error:
            last = said.read_text(encoding="utf-8").splitlines()[-1:] if said.exists() else []
            how = str(error).rpartition("] ")[2].strip(" :\n")
            raise RuntimeError("; ".join([how, *last])) from error


@contextmanager
def _one_core() -> Iterator[None]:
    """Whatever is started meanwhile stays on one core."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def place(posting: Fields, answers: Iterable[Any]) -> tuple[list[dict[str, Any]], int]:
    """The answers as spans, and how many of them stand nowhere in the posting.

    A span is kept as it is. A text is looked for in title and description, as it is, then with
    other signs between its words, then with endings: leniently, as peers clean what they read.
    """
    spans, nowhere = [], 0
    for answer in answers:
        if isinstance(answer, dict):
            spans.append(answer)
            continue
        found = [s for field in _FIELDS if (s := _find(posting.get(field) or "", field, answer))]
        spans += found
        nowhere += not found
    return spans, nowhere


def _find(text: str, field: str, answer: str) -> dict[str, Any] | None:
    words = [re.escape(word) for word in answer.split()]
    for between, ending in ((r"\s+", ""), (r"[\W_]+", ""), (r"[\W_]+", _ENDING)):
        pattern = rf"(?<!\w){between.join(word + ending for word in words)}(?!\w)"
        if words and (at := re.search(pattern, text, re.IGNORECASE)):
            start, end = at.span()
            return {"text": text[start:end], "field": field, "start": start, "end": end}
    return None


def score(
    gold: Sequence[Fields], answers: Answers, languages: Iterable[str], *, touching: bool = False
) -> Estimate:
    """Half F1 of skills, as gold/score.py has it, on the postings in those languages.

    Where touching is enough, a label is found, and an answer right, if they share a character.
    """
    chosen = set(languages)
    tallies = []
    for row in gold:
        posting, labels = row["posting"], row["labels"]
        if labels["language"] in chosen:
            found, _ = place(posting, answers.get(posting["id"], ()))
            if touching:
                tallies.append(_tally_touching(posting, labels["skills"], found))
            else:
                tallies.append(tally_reading(posting, labels, {"skills": found}))
    return estimate(tallies)["skills half F1"] if tallies else Estimate(math.nan, None, None, 0)


def _tally_touching(posting: Fields, told: Iterable[Fields], found: Iterable[Fields]) -> Tally:
    labels, answers = _characters(posting, told), _characters(posting, found)
    all_labels, all_answers = set().union(*labels), set().union(*answers)
    return {
        "skills half recall": (sum(bool(one & all_answers) for one in labels), len(labels)),
        "skills half precision": (sum(bool(one & all_labels) for one in answers), len(answers)),
    }


def _characters(posting: Fields, phrases: Iterable[Fields]) -> list[set[tuple[str, int]]]:
    """The characters that each phrase of a field covers, wherever it stands there as a word."""
    covered = []
    for field, words in sorted({(one["field"], one["text"].lower()) for one in phrases}):
        text = (posting.get(field) or "").lower()
        # Gold may end inside glued words ("timMemiliki"); there any place counts.
        places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)) or list(
            re.finditer(re.escape(words), text)
        )
        covered.append({(field, at) for place in places for at in range(*place.span())})
    return covered


def table(gold: Sequence[Fields], outcomes: Sequence[Outcome]) -> str:
    """A Markdown table of what `run` found, and what is to be said of each peer."""
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|---|{'--:|' * (len(_COLUMNS) - 2)}"]
    for one in outcomes:
        shown = [
            _show(score(gold, one.answers, languages, touching=touching))
            for touching in (False, True)
            for languages in (_EN, _ID)
        ]
        rate = len(gold) / one.cpu_reading
        lines.append(
            f"| {one.reader.name} | {one.reader.reads} | {' | '.join(shown)} "
            f"| {_share_placed(gold, one.answers)} | {rate:,.{0 if rate >= 10 else 1}f} "
            f"| {one.cpu_start:.1f} | {f'{one.once:,.0f}' if one.once else '–'} "
            f"| {one.usage.peak_mb:,.0f} |"
        )
    return "\n".join(lines)


def _share_placed(gold: Sequence[Fields], answers: Answers) -> str:
    total = sum(map(len, answers.values()))
    missed = sum(place(g["posting"], answers.get(g["posting"]["id"], ()))[1] for g in gold)
    return f"{1 - missed / total:.0%} of {total:,}" if total else "none given"


def _show(row: Estimate) -> str:
    if math.isnan(row.value):
        return "–" if row.n == 0 else "no answer there"
    between = "" if row.low is None else f" ({row.low:.3f} – {row.high:.3f})"
    return f"{row.value:.3f}{between}"


def as_texts(answers: Answers) -> Answers:
    """Spans as the bare texts that a peer gives, for a look at what the placing does."""
    return {key: list(dict.fromkeys(s["text"] for s in found)) for key, found in answers.items()}


def notes(outcomes: Sequence[Outcome]) -> list[str]:
    """A line for each peer in the table: where it is unfair, and what failed."""
    said = []
    for one in outcomes:
        failed = f" It failed on {one.failed} postings." if one.failed else ""
        if one.reader.note or failed:
            said.append(f"- {one.reader.name}: {one.reader.note}.{failed}")
    return said


def read_ours(part: str, source: Path, target: Path) -> dict[str, Any]:
    """Ours, the whole or one component, as a peer reads; what it took, loading apart."""
    rows = _rows(source)
    pipe = nlp.build() if part == _WHOLE else nlp.build(part)
    _skills(pipe, {"title": "Kasir", "description": "Melayani pelanggan."})  # loads what it knows
    begin = time.process_time()
    found = [_skills(pipe, row) for row in rows]
    spent = time.process_time() - begin
    answers = ({"id": r["id"], "skills": s} for r, s in zip(rows, found, strict=True))
    target.write_bytes(b"\n".join(map(orjson.dumps, answers)))
    return {"cpu_s": spent, "errors": 0}


def _skills(pipe: Language, row: Fields) -> list[dict[str, Any]]:
    if len(pipe.pipe_names) > 1:
        found: list[dict[str, Any]] = extract(pipe, row)["skills"]
        return found
    return [asdict(skill) for skill in read(pipe, Posting.of(row))._.skills]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


if __name__ == "__main__":
    spent = read_ours(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps(spent), file=sys.stderr)
