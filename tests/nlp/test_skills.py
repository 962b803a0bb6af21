"""Skills are read where they stand, known ones with their kind, in every part of a posting."""

from nlp.posting import Posting
from nlp.skills import LONGEST, SkillMention, read_skills

POSTING = Posting(
    title="Staff Accounting",
    description="Kualifikasi:\n- Menguasai Microsoft Excel, bahasa Inggris\n- Teliti dan jujur\n"
    "- Memiliki SIM C\nTugas:\n- Melakukan rekonsiliasi bank\nTentang kami\n"
    "PT Contoh adalah perusahaan roti.",
)


def texts(found: list[SkillMention]) -> list[str]:
    return [mention.text.lower() for mention in found]


def test_the_mentions_of_a_plain_posting_are_found_with_their_kinds() -> None:
    kinds = {mention.text.lower(): mention.kind for mention in read_skills(POSTING)}
    assert kinds["microsoft excel"] == "tool"
    assert kinds["sim c"] == "license"
    assert kinds["teliti"] == kinds["jujur"] == "soft"
    assert {kinds.get("bahasa inggris"), kinds.get("inggris")} & {"language"}
    assert "rekonsiliasi bank" in kinds


def test_a_mention_is_the_text_at_its_place() -> None:
    for mention in read_skills(POSTING):
        assert getattr(POSTING, mention.field)[mention.start : mention.end] == mention.text
        assert len(mention.text.split()) <= LONGEST


def test_positions_of_welding_are_no_telephone_networks() -> None:
    text = "Juru las berpengalaman, sertifikat 3G dan 4G, paham WPS"
    found = read_skills(Posting(title="Welder 3G / 6G", description=text))
    assert not {one.id for one in found} & {"mobile-networks", "lte", "wps-office"}


def test_each_text_counts_once_a_field() -> None:
    found = read_skills(Posting(title="Excel", description="Excel\nexcel\nMicrosoft Excel"))
    places = [(mention.field, mention.text.lower()) for mention in found]
    assert len(places) == len(set(places))
    assert ("title", "excel") in places
    assert ("description", "excel") in places


def test_a_known_licence_counts_also_where_how_to_apply_is_told() -> None:
    found = read_skills(Posting(description="Cara melamar:\nBawa lamaran dan SIM B1 Umum"))
    assert any("sim b1" in text for text in texts(found))


def test_the_bare_job_word_and_the_employer_give_none() -> None:
    assert read_skills(Posting(title="Kasir")) == []
    assert read_skills(Posting(description="PT Contoh adalah perusahaan Microsoft Excel")) == []
    assert read_skills(Posting(description="Fasilitas:\n- Pelatihan bahasa Inggris")) == []


def test_lost_line_ends_do_not_glue_skills() -> None:
    found = read_skills(Posting(description="Kualifikasi:\nMampu bekerja dalam timMemiliki SIM C"))
    assert "sim c" in texts(found)


def test_empty_postings_have_none() -> None:
    assert read_skills(Posting()) == []
    assert read_skills(Posting(description=" \n • \n")) == []
