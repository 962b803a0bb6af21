"""Labels are taken in without texts, keep what they had, and meet their postings again."""

import json
from pathlib import Path
from typing import Any

from nlp.training import agreement, labels
from nlp.training.labels import find_spans, hash_id, read_rows, read_told, take_in
from nlp.training.skill_folds import tally_skills

POSTING = {"id": "a:1", "title": "Kasir", "description": "Teliti, jujur, teliti. Menguasai Excel"}
OTHER = {"id": "a:2", "title": "Admin", "description": "Excel"}


def skill(text: str, kind: str = "soft") -> dict[str, str]:
    return {"text": text, "field": "description", "type": kind}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_labels_a_row_lacks_stay_absent_and_old_ones_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "labels.jsonl.gz"
    first = write(
        tmp_path / "1.jsonl",
        {"id": "a:1", "occupation": "5230", "wage": None, "skills": [skill("jujur")]},
    )
    assert take_in([first], [POSTING, OTHER], target) == 1
    second = write(
        tmp_path / "2.jsonl",
        {"id": "a:1", "occupation": "4110", "skills": []},
        {"id": "a:2", "occupation": "4110", "skills": [skill("Excel", "tool")]},
    )
    assert take_in([second], [POSTING, OTHER], target) == 2
    rows = read_rows(target)
    old, new = rows[hash_id("a:1")], rows[hash_id("a:2")]
    assert old["labels"] == {"occupation": "5230", "wage": None}
    assert old["skills"] == [["description", 8, 13, "soft"]]
    assert new["labels"] == {"occupation": "4110"}
    assert b"jujur" not in target.read_bytes()


def test_a_text_is_found_wherever_it_is_a_word() -> None:
    spans = find_spans({"description": "jujur, kejujuran, timJujur jujur"}, [skill("jujur")])
    assert spans == [["description", 0, 5, "soft"], ["description", 27, 32, "soft"]]


def test_annotators_are_compared_text_by_text(tmp_path: Path) -> None:
    first = labels.Labelled(
        POSTING,
        {},
        tuple((f, s, e, k) for f, s, e, k in find_spans(POSTING, [skill("jujur"), skill("Excel")])),
    )
    second = write(tmp_path / "b.jsonl", {"id": "a:1", "skills": [skill("jujur"), skill("Teliti")]})
    (tally,) = agreement.compare([first], read_told([second]))
    assert tally["skills exact recall"] == (1, 2)
    # The two places of "teliti", in large and small letters, are one text.
    assert tally["skills exact precision"] == (1, 2)


def test_half_of_a_text_counts_by_half() -> None:
    example = labels.Labelled(POSTING, {}, (("description", 23, 38, "tool"),))
    tally = tally_skills(example, [("description", 33, 38), ("description", 23, 35)])
    assert tally["skills exact recall"] == (0, 1)
    assert tally["skills half recall: tool"] == (1, 1)
    assert tally["skills half precision"] == (1, 2)
