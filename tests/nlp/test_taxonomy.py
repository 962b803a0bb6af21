"""The taxonomy is one: no concept twice, groups from one list, kinds where they belong."""

from collections import Counter

import pytest

from data.errors import DataError
from data.reference import tables
from nlp.matcher import matcher, shape
from nlp.taxonomy import blockers, skills, split_aliases
from nlp.taxonomy_page import PAGE, fill_page

GROUPS = {row["id"]: row for row in tables.rows("skill_groups")}


def test_no_wording_belongs_to_two_skills() -> None:
    owners: dict[str, set[str]] = {}
    for skill in skills():
        for alias in skill.aliases:
            owners.setdefault(" ".join(shape(alias).split()), set()).add(skill.id)
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("column", ["name_id", "name_en"])
def test_no_two_skills_have_the_same_name(column: str) -> None:
    names = Counter(row[column].lower() for row in tables.rows("skills"))
    assert [name for name, n in names.items() if n > 1] == []


def test_wordings_are_clean() -> None:
    for row in tables.rows("skills"):
        wordings = split_aliases(row["aliases"])
        assert " | ".join(wordings) == row["aliases"]
        assert len(set(wordings)) == len(wordings), row["id"]
        assert all(any(c.isalnum() for c in wording) for wording in wordings)
        assert all("  " not in wording for wording in wordings)


def test_every_group_of_a_skill_is_in_the_table_with_its_parent() -> None:
    pairs = {
        (GROUPS[group["parent"]]["name_id"], group["name_id"])
        for group in GROUPS.values()
        if group["parent"]
    }
    assert {(skill.group, skill.subgroup) for skill in skills()} == pairs


def test_groups_have_two_levels_and_names_of_their_own() -> None:
    for group in GROUPS.values():
        assert not group["parent"] or GROUPS[group["parent"]]["parent"] == ""
    for level in (True, False):
        names = [g["name_id"] for g in GROUPS.values() if bool(g["parent"]) is level]
        assert len(set(names)) == len(names)


def test_licences_soft_skills_and_languages_stand_in_their_group() -> None:
    for skill in skills():
        assert (skill.kind == "license") == (skill.group == "Lisensi & sertifikat"), skill.id
        assert (skill.kind == "soft") == (skill.group == "Keterampilan lunak"), skill.id
        assert skill.kind != "language" or skill.group == "Bahasa", skill.id


def test_links_lead_to_a_concept() -> None:
    esco = {row["esco_uri"] for row in tables.rows("esco_skills")}
    onet = {row["technology"] for row in tables.rows("onet_technologies")}
    for row in tables.rows("skills"):
        assert row["esco"] in esco | {""}, row["id"]
        assert row["onet"] in onet | {""}, row["id"]


def test_what_blocks_is_no_wording_of_a_skill() -> None:
    wordings = {shape(alias) for skill in skills() for alias in skill.aliases}
    assert {phrase for phrase in blockers() if shape(phrase) in wordings} == set()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("SIM A", "sim-a"),
        ("SIM B2 Umum", "sim-b2-umum"),
        ("sim c", "sim-c"),
        ("SIO Forklift", "forklift-operator-licence"),
        ("STR", "str"),
        ("SIPTTK", "sipttk"),
        ("Brevet A & B", "brevet-a-and-b"),
        ("Brevet A/B", "brevet-a-and-b"),
        ("Brevet C", "brevet-c"),
        ("AK3U", "general-osh-expert-certificate"),
        ("Gada Pratama", "gada-pratama"),
        ("ANT III", "ant-i-v"),
        ("ATT-IV", "att-i-v"),
        ("BST", "bst"),
        ("SKK ahli muda", "skk-construction"),
        ("SKA Madya", "ska"),
        ("IELTS", "ielts"),
        ("JLPT N3", "jlpt-n3"),
        ("Sertifikasi BNSP", "bnsp-certificate"),
        ("Bahasa Jawa", "javanese-language"),
        ("bahasa bima", "bima-language"),
        ("BISINDO", "indonesian-sign-language"),
        ("Mandarin", "mandarin-chinese"),
        ("Japanese", "japanese-language"),
        ("Ms. Word", "microsoft-word"),
        ("CapCut Pro", "capcut"),
        ("mesin obras", "overlock-machine"),
        ("concrete pump", "concrete-pump"),
    ],
)
def test_tools_licences_and_languages_are_known_as_people_write_them(
    written: str, found: str
) -> None:
    entry = matcher().look_up(written)
    assert entry is not None
    assert entry.id == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fluent in English and Japanese", ["English", "Japanese"]),
        ("Our client is a Japanese company", []),
        ("Memasak Chinese food", []),
        ("Chinese speaker preferred", ["Chinese"]),
        ("Penempatan di Jepang", []),
        ("Memiliki SIM C aktif", ["SIM C"]),
        ("SIM A dan SIM C", ["SIM A", "SIM C"]),
        ("STR yang masih berlaku", ["STR"]),
        ("Mampu berbahasa Inggris aktif", ["Inggris"]),
    ],
)
def test_languages_and_licences_are_marked_without_what_stands_around_them(
    text: str, found: list[str]
) -> None:
    certain = {"language", "license"}
    matches = [match for match in matcher().find(text) if match.skill.kind in certain]
    assert [text[match.start : match.end] for match in matches] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Word", True),
        ("ms word", True),
        ("MS WORD", True),
        ("R", True),
        ("r", False),
        ("accurate online", True),
        ("accurate", False),
        ("Accurate", True),
    ],
)
def test_a_lone_word_that_means_more_must_be_written_as_listed(text: str, found: bool) -> None:
    assert (matcher().look_up(text) is not None) is found


def test_the_page_shows_the_sizes_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert fill_page(text) == text


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(DataError, match="lost its marks"):
        fill_page("# The skill taxonomy\n")
