"""Peers get their due: their texts are placed leniently and counted as the gold says."""

import sys
from pathlib import Path

import orjson
import pytest

from benchmarks import peer_readers as peers
from benchmarks.steps import Usage

POSTING = {
    "id": "1",
    "title": "Admin Excel",
    "description": "Bisa Microsoft Excel, communication-skills dan yang lain",
}
LABELS = {
    "language": "id", "occupation": "4110", "occupation_also": [], "seniority": None,
    "sector": None, "sector_also": [], "locations": [], "remote": None, "wage": None,
    "education_min": None, "experience_min_years": None, "employment_type": None,
    "restrictions": {}, "benefits": [], "risk": [],
    "skills": [
        {"text": "Microsoft Excel", "field": "description", "type": "tool"},
        {"text": "Excel", "field": "title", "type": "tool"},
    ],
}  # fmt: skip
GOLD = [{"posting": POSTING, "labels": LABELS}]
# A peer that answers with the last word of the title.
SCRIPT = """
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
with open(sys.argv[2], "w") as out:
    for row in rows:
        out.write(json.dumps({"id": row["id"], "skills": [row["title"].split()[-1]]}) + "\\n")
print(json.dumps({"cpu_s": 0.001, "errors": 1}), file=sys.stderr)
"""


def _outcome(answers: list[object]) -> peers.Outcome:
    reader = peers.Reader("it", "words", ("it",), note="a list alone")
    return peers.Outcome(reader, {"1": answers}, Usage(2.0, 1.5, 80.0), 0.5, 3, 17.0)


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        ("excel", ["Excel", "Excel"]),
        ("communication skills", ["communication-skills"]),
        ("communication skill", ["communication-skills"]),
        ("microsoft", ["Microsoft"]),
        ("ms excel", []),
        ("ang", []),  # only inside "yang"
    ],
)
def test_a_text_is_placed_as_it_is_with_other_signs_or_endings(answer, texts) -> None:
    spans, nowhere = peers.place(POSTING, [answer])
    assert [span["text"] for span in spans] == texts
    assert nowhere == (not texts)
    assert all(POSTING[s["field"]][s["start"] : s["end"]] == s["text"] for s in spans)


def test_a_span_stays_where_it_is() -> None:
    span = {"text": "Excel", "field": "title", "start": 6, "end": 11}
    assert peers.place(POSTING, [span]) == ([span], 0)


def test_a_part_of_a_skill_is_no_half_of_it_but_touches_it() -> None:
    answers = {"1": ["excel"]}  # once in the title, right; in the description 5 of 15 characters
    assert peers.score(GOLD, answers, ["id"]).value == 0.5
    assert peers.score(GOLD, answers, ["id"], touching=True).value == 1.0
    assert peers.score(GOLD, {"1": ["yang"]}, ["id"], touching=True).value == 0.0


def test_the_table_tells_what_stands_nowhere_and_takes_loading_apart() -> None:
    lines = peers.table(GOLD, [_outcome(["excel", "ms word"])]).splitlines()
    assert lines[0].count("|") == lines[1].count("|") == lines[2].count("|")
    assert "| 50% of 2 | 2.0 | 1.0 | 17 | 80 |" in lines[2]
    assert peers.notes([_outcome([])]) == ["- it: a list alone. It failed on 3 postings."]


def test_a_reader_that_found_nothing_is_shown_as_such() -> None:
    assert "| – | no answer there | – | no answer there | none given |" in peers.table(
        GOLD, [_outcome([])]
    )


def test_a_peer_is_run_and_one_that_fails_says_why(tmp_path: Path) -> None:
    script = tmp_path / "peer.py"
    script.write_text(SCRIPT)
    reader = peers.Reader("it", "titles", (sys.executable, str(script)))
    outcome = peers.run(reader, [POSTING], tmp_path)
    assert (outcome.answers, outcome.failed, outcome.once) == ({"1": ["Excel"]}, 1, 0.0)
    assert 0 < outcome.cpu_start < 30
    script.write_text("raise SystemExit('no weights')")
    with pytest.raises(RuntimeError, match=r"^ended with 1; no weights$"):
        peers.run(reader, [POSTING], tmp_path)


def test_ours_answers_as_a_peer_does(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(orjson.dumps(POSTING))
    told = peers.read_ours("skills", source, target)
    answer = orjson.loads(target.read_bytes())
    assert answer["id"] == "1"
    assert "Microsoft Excel" in {skill["text"] for skill in answer["skills"]}
    assert told["cpu_s"] > 0


def test_every_peer_says_where_it_is_unfair_and_every_absent_one_why(tmp_path: Path) -> None:
    found = peers.list_peers(tmp_path / "python", tmp_path)
    assert len(found) > 3
    assert all(reader.note and reader.words[1].endswith(".py") for reader in found)
    assert all(": " in line and line.endswith(".") for line in peers.list_absent())
