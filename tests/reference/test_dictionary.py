"""The data dictionary is the one that the schemas give."""

from data.reference import dictionary, schema


def test_dictionary_is_up_to_date() -> None:
    stored = dictionary.TARGET.read_text(encoding="utf-8")
    assert stored == dictionary.write_dictionary(), "run python -m data.reference.dictionary"


def test_dictionary_names_every_table_and_every_file_left_out() -> None:
    text = dictionary.write_dictionary()
    for table in schema.described():
        assert f"### {table}\n" in text
    for file, reason in schema.left_out().items():
        assert f"`{file}`: {reason}" in text
