"""Known skills are found where they stand, as whole words, the longest first."""

import pytest

from nlp.matcher import Matcher, matcher
from nlp.taxonomy import Skill, blockers, lone_wordings, skills


def skill(name: str, *aliases: str, case: bool = False) -> Skill:
    return Skill(name.lower(), name, name, "tool", "g", "s", (name, *aliases), case)


SMALL = Matcher(
    (
        skill("Excel", "microsoft excel"),
        skill("R", case=True),
        skill("C"),
        skill("C++"),
        skill("follow up"),
        skill("komunikasi"),
    ),
    ("ilmu komunikasi",),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Menguasai Microsoft Excel", ["Microsoft Excel"]),
        ("timExcel dan EXCEL", ["Excel", "EXCEL"]),
        ("excellent", []),
        ("R dan r", ["R"]),
        ("R&D", []),
        ("C++ dan C#", ["C++"]),
        ("Follow-up / follow up", ["Follow-up", "follow up"]),
        ("S1 Ilmu Komunikasi, komunikasi baik", ["komunikasi"]),
        ("İ excel", ["excel"]),
    ],
)
def test_whole_words_are_found(text: str, found: list[str]) -> None:
    assert [text[match.start : match.end] for match in SMALL.find(text)] == found


def test_the_taxonomy_is_large_and_sound() -> None:
    entries = skills()
    assert len(entries) >= 4_000
    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.kind for entry in entries} == {"tool", "hard", "soft", "language", "license"}
    assert all(entry.name_id and entry.name_en and entry.group for entry in entries)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("ms excel", "microsoft-excel"),
        ("stock opname", "stock-taking"),
        ("bahasa inggris", "english"),
    ],
)
def test_wordings_lead_to_their_skill(written: str, found: str) -> None:
    entry = matcher().look_up(written)
    assert entry is not None
    assert entry.id == found


def test_some_words_name_a_skill_only_where_they_stand_alone() -> None:
    found = matcher().look_up("Presentasi")
    assert found is not None
    assert found.id == "presentation-skills"
    assert not matcher().find("melihat presentasi perusahaan")


def test_every_lone_wording_is_in_small_letters_and_no_alias() -> None:
    without = Matcher(skills(), blockers())
    for wording in lone_wordings():
        assert wording == wording.lower()
        assert without.look_up(wording) is None, wording


def test_what_a_text_names_goes_before_what_it_is_a_part_of() -> None:
    part = Matcher((skill("Administrasi"), skill("Administrasi dokumen")))
    named = part.look_up("administrasi")
    assert named is not None
    assert named.id == "administrasi"
