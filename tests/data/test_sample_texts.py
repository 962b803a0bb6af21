"""What adverts of the sample market say: varied, complete, true to their opening, nobody's data."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import pytest

from data.privacy import remove_personal
from data.sample import place_openings, word_adverts
from data.sample_advert import Advert
from data.sample_calendar import Period
from data.sample_draw import Table, read_occupations, read_table, seeded
from data.sample_listings import Placement
from data.sample_skills import all_trends, find_skill
from data.sample_wording import write_text
from data.text import fold
from nlp.posting import Posting
from nlp.restrictions import read_restrictions
from nlp.risk import read_risk
from nlp.wage import read_wage

PERIOD = Period(date(2026, 11, 23), 36)


@pytest.fixture(scope="module")
def placements() -> list[Placement]:
    return list(place_openings(PERIOD, 2_000, 17))


@pytest.fixture(scope="module")
def pairs(placements: list[Placement]) -> list[tuple[Placement, Advert]]:
    return [
        (placement, advert) for placement in placements for advert in word_adverts(placement, 17)
    ]


@pytest.fixture(scope="module")
def adverts(pairs: list[tuple[Placement, Advert]]) -> list[Advert]:
    return [advert for _, advert in pairs]


def test_texts_are_neither_stubs_nor_essays(adverts: list[Advert]) -> None:
    lengths = sorted(len(advert.description) for advert in adverts)
    assert lengths[0] >= 100
    assert lengths[-1] <= 2_500
    assert 500 <= lengths[len(lengths) // 2] <= 1_000


def test_no_brace_is_left(adverts: list[Advert]) -> None:
    for advert in adverts:
        assert not re.search(r"[{}]", f"{advert.title} {advert.company} {advert.description}")
        assert "None" not in advert.description


def test_openings_are_hardly_ever_worded_alike(pairs: list[tuple[Placement, Advert]]) -> None:
    by_text = defaultdict(set)
    for placement, advert in pairs:
        by_text[advert.description].add(placement.opening.number)
    assert max(len(numbers) for numbers in by_text.values()) == 1


def test_texts_are_indonesian_english_and_mixed(adverts: list[Advert]) -> None:
    languages = Counter(advert.language for advert in adverts)
    assert languages["id"] > 0.6 * len(adverts)
    assert languages["en"] > 0.08 * len(adverts)
    assert languages["mixed"] > 0.05 * len(adverts)
    for advert in adverts:
        if advert.language == "en":
            assert not re.search(r"\b(dan|yang|untuk|dengan|minimal)\b", advert.description)


def test_layouts_vary_and_some_lost_their_lines(adverts: list[Advert]) -> None:
    texts = [advert.description for advert in adverts]
    n = len(texts)
    assert sum("\n- " in text for text in texts) > 0.4 * n
    assert sum("\n1. " in text for text in texts) > 0.03 * n
    assert sum("\n• " in text for text in texts) > 0.03 * n
    assert 0.02 * n < sum("\n" not in text for text in texts) < 0.12 * n
    assert 0.02 * n < sum(bool(re.search(r"\b(yg|dgn|utk|tdk)\b", t)) for t in texts) < 0.15 * n


def test_headlines_have_many_forms(adverts: list[Advert]) -> None:
    titles = [advert.title for advert in adverts]
    n = len(titles)
    assert 0.04 * n < sum(title.isupper() for title in titles) < 0.2 * n
    assert sum("Penempatan" in title for title in titles) > 0.01 * n
    assert sum("Dibutuhkan" in title for title in titles) > 0.01 * n


def test_copies_are_near_and_not_all_equal(pairs: list[tuple[Placement, Advert]]) -> None:
    by_opening = defaultdict(list)
    for placement, advert in pairs:
        by_opening[placement.opening.number].append(advert)
    several = [found for found in by_opening.values() if len(found) > 1]
    equal = sum(len({a.description for a in found}) < len(found) for found in several)
    retitled = sum(len({fold(a.title) for a in found}) > 1 for found in several)
    assert 0.15 < equal / len(several) < 0.6
    assert 0.25 < retitled / len(several) < 0.8
    for found in several:
        assert len({advert.regency_code for advert in found}) == 1


def test_the_limits_of_the_truth_stand_in_the_text(pairs: list[tuple[Placement, Advert]]) -> None:
    right, wrong = Counter[str](), Counter[str]()
    for placement, advert in pairs:
        limits = placement.opening.limits
        read = read_restrictions(Posting(title=advert.title, description=advert.description))
        for name, true in (("age_max", limits.age_max), ("sex", limits.sex)):
            (right if read.get(name) == true else wrong)[name] += 1
        if limits.age_max is not None:
            assert re.search(rf"(?<!\d){limits.age_max}(?!\d)", advert.description)
    for name in right:
        # What is wrong are hurried spellings and glued lines.
        assert wrong[name] < 0.015 * right[name], name


def test_pay_in_words_and_figures_is_the_same(pairs: list[tuple[Placement, Advert]]) -> None:
    told = [a for _, a in pairs if a.pay_text and a.pay_low_idr and not a.is_pay_hidden]
    assert len(told) > 400
    for advert in told:
        wage = read_wage(advert.pay_text or "")
        assert wage is not None
        assert wage.min is not None
        assert advert.pay_low_idr is not None
        assert abs(wage.min - advert.pay_low_idr) <= 5_000


def test_scams_are_recognised_and_honest_adverts_are_not(
    pairs: list[tuple[Placement, Advert]],
) -> None:
    for placement, advert in pairs:
        text = remove_personal(advert.description)
        found = read_risk(Posting(title=advert.title, company=advert.company, description=text))
        if not placement.opening.scam:
            assert not found, text
        elif {"deposit", "fee", "chat_only", "free_mail"} & set(placement.opening.scam):
            assert found, text


def test_contacts_are_there_and_are_nobodys(adverts: list[Advert]) -> None:
    texts = [advert.description for advert in adverts]
    mails = re.findall(r"[\w.]{1,60}@[\w.-]{1,60}\w", "\n".join(texts))
    assert len(mails) > 100
    for mail in mails:
        assert mail.endswith(".example") or re.search(r"\.contoh\.\d{3}@(gmail|yahoo)\.com$", mail)
    phones = re.findall(r"(?<![\d.])(?:\+?62|0) ?8[\d -]{8,14}\d", "\n".join(texts))
    assert len(phones) > 100
    digits = [re.sub(r"\D", "", phone) for phone in phones]
    assert all(re.fullmatch(r"(62|0)81200000\d{3}", number) for number in digits)
    told = sum(remove_personal(text) != text for text in texts)
    assert 0.15 < told / len(texts) < 0.45


def test_removal_leaves_no_number_and_no_mail(adverts: list[Advert]) -> None:
    for advert in adverts:
        text = remove_personal(advert.description)
        assert not re.search(r"81200000|0812|@", text), text


def test_tags_are_skills_of_the_opening(pairs: list[tuple[Placement, Advert]]) -> None:
    tagged = [pair for pair in pairs if pair[1].skills]
    assert 0.25 < len(tagged) / len(pairs) < 0.6
    for placement, advert in tagged:
        skills = placement.opening.skills
        assert set(advert.skills) <= {s.word for s in skills} | {s.word_en for s in skills}


def test_skills_of_the_truth_stand_in_the_text(pairs: list[tuple[Placement, Advert]]) -> None:
    missing = total = 0
    for placement, advert in pairs:
        for skill in placement.opening.skills:
            word = skill.word_en if advert.language == "en" else skill.word
            total += 1
            missing += word not in advert.description
    assert missing < 0.01 * total


@pytest.mark.parametrize("occupation", read_occupations(), ids=lambda o: o["isco"])
def test_every_occupation_can_be_worded(occupation: Table, placements: list[Placement]) -> None:
    assert all(find_skill(word).id for word in occupation["skills"])
    languages = ["id", "mixed", *(["en"] if occupation.get("english") else [])]
    for language in languages:
        suffix = "_en" if language == "en" else ""
        opening = replace(
            placements[0].opening,
            occupation=occupation,
            language=language,
            tongue="en" if language == "en" else "id",
            title=occupation["en" if language == "en" else "id"][0],
            duties=tuple(occupation["duties" + suffix]),
            needs=tuple(occupation["needs" + suffix]),
        )
        for chance in range(4):
            text = write_text(opening, seeded(chance), opening.posted, is_copy=chance > 1)
            assert len(text) > 100
            assert "{" not in text


def test_synonyms_are_titles_of_one_occupation() -> None:
    codes = defaultdict(set)
    for occupation in read_occupations():
        for title in (*occupation["id"], *occupation.get("en", [])):
            codes[title].add(occupation["isco"])
    for group in read_table("synonyms")["groups"]:
        assert len(set.intersection(*(codes[title] for title in group))) == 1, group


def test_moving_skills_are_mentioned_nowhere_else() -> None:
    words = {
        row["skill"]: row["occupations"] for row in read_table("market")["trend"] if "skill" in row
    }
    assert len(words) >= 10
    for occupation in read_occupations():
        for word, codes in words.items():
            if occupation["isco"] in codes:
                assert word.lower() not in str(occupation).lower()
    assert {trend.rate > 0 for trend in all_trends()} == {True, False}


def test_every_sector_and_sex_is_known() -> None:
    sectors = read_table("sectors")["sector"]
    for occupation in read_occupations():
        assert occupation["sector"] in sectors
        assert occupation.get("gender") in (None, "Pria", "Wanita")
        assert occupation["kind"] in ("fisik", "layanan", "kantor", "ahli")
    for sector in sectors.values():
        assert re.fullmatch("[A-U]", sector["kbli"])
        assert all("{coin}" in name for name in sector["names"])
