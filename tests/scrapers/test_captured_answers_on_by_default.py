"""Captured answers of KitaLulus and Karirhub, field by field (Karir.com: none was captured).

Read by eye on 2026-11-28. What each must say is taken here from the answer itself, by its own path;
nothing of it stands in this file.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from scrapers import karirhub, kitalulus
from scrapers.parse import parse_answer
from scrapers.portal import Reader
from tests.scrapers.captured import PORTALS, body, raw

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PORTALS.exists(), reason=f"no captured answers at {PORTALS}"),
]
WIB = timezone(timedelta(hours=7))


def listed(portal: Reader, answer: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The postings of a list, and what it says about itself."""
    *postings, last = parse_answer(portal, "listing", answer)
    return postings, last["page"]


def detailed(portal: Reader, answer: bytes) -> dict[str, Any]:
    return next(parse_answer(portal, "detail", answer))


def rupiah(prefix: str, low: int, high: int) -> str:
    def write(amount: int) -> str:
        return f"{prefix} {amount:,}".replace(",", ".")

    return f"{write(low)} - {write(high)} per bulan"


def day_of(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, WIB).date().isoformat()


def test_kitalulus_v4_list() -> None:
    told = raw("kitalulus-graphql-v4-list.json")["data"]["vacanciesV4"]
    (found,), page = listed(kitalulus, body("kitalulus-graphql-v4-list.json"))
    row = told["list"][0]
    assert (page["rows"], page["total"], page["has_more"]) == (1, 1, False)
    assert (page["unreadable"], page["strange"]) == ([], [])
    assert found["portal_id"] == row["slug"]
    assert found["url"] == f"https://www.kitalulus.com/lowongan/detail/{row['slug']}"
    assert found["posted"] == "2026-04-17"
    assert found["posted_text"] == row["updatedAtStr"]
    assert found["content"] == {
        "title": row["positionName"],
        "company": row["company"]["name"],
        "location": f"{row['city']['name']}, {row['province']['name']}",
        "employment_type": "Kontrak",
        "experience": "1 tahun",
        "education": row["educationLevelStr"],
        "other": {
            "category": row["jobRole"]["displayName"],
            "max_age": row["maxAge"],
            "vacancy_id": row["id"],
        },
    }


def test_kitalulus_v3_list() -> None:
    told = raw("kitalulus-graphql-v3-list.json")["data"]["vacanciesV3"]
    found, page = listed(kitalulus, body("kitalulus-graphql-v3-list.json"))
    # The first of three is a game.
    assert (page["rows"], page["total"], page["has_more"]) == (3, 1510, True)
    assert (page["unreadable"], page["strange"]) == ([], [])
    assert [one["portal_id"] for one in found] == [row["slug"] for row in told["list"][1:]]
    for one, row in zip(found, told["list"][1:], strict=True):
        content = one["content"]
        assert one["posted"] == day_of(row["createdAt"] / 1_000_000)
        assert "closed_at" not in one
        assert content["title"] == row["positionName"]
        assert content["company"] == row["company"]["name"]
        # Work in the field is neither remote nor hybrid.
        assert content["location"] == f"{row['city']['name']}, {row['province']['name']}"
        assert content["employment_type"] == "Magang"
        assert content["education"] == row["educationLevelStr"]
        assert "salary" not in content
        assert "experience" not in content
        assert content["other"]["specialization"] == row["jobSpecialization"]["displayName"]
        assert content["other"]["max_age"] == row["maxAge"]
        items = row["formattedDescription"].count("<li>")
        assert content["description"].count("\n- ") == items >= 9
        assert "<" not in content["description"]


def test_kitalulus_detail() -> None:
    row = raw("kitalulus-graphql-detail.json")["data"]["vacancyBySlug"]
    found = detailed(kitalulus, body("kitalulus-graphql-detail.json"))
    content = found["content"]
    assert found["portal_id"] == row["slug"]
    assert found["posted"] == day_of(row["updatedAt"] / 1_000_000) == "2026-04-17"
    assert "closed_at" not in found
    assert content["industry"] == row["company"]["companyIndustry"]["name"]
    assert content["skills"] == row["skillTags"]
    assert content["experience"] == "1 tahun"
    assert content["other"]["benefits"] == [row["benefits"][0]["copy"]]
    assert "salary" not in content
    assert content["description"].count("\n- ") == 2
    assert content["location"] == f"{row['city']['name']}, {row['province']['name']}"


def test_kitalulus_page() -> None:
    page = body("kitalulus-detail-jsonld.html")
    node = orjson.loads(page.partition(b'ld+json">')[2].partition(b"</script>")[0])
    url = "https://www.kitalulus.com/lowongan/detail/admin-contoh-aaab"
    found = kitalulus.parse_detail(page, RawPosting("kitalulus", "admin-contoh-aaab", {}, url=url))
    address = node["jobLocation"]["address"]
    assert (found.portal_id, found.url) == ("admin-contoh-aaab", url)
    assert found.posted_text == node["datePosted"]
    assert found.posted is not None
    assert found.posted.isoformat() == "2026-09-08"
    assert found.closed_at == datetime(2026, 10, 7, 17, tzinfo=UTC)
    assert found.content == {
        "title": node["title"],
        "company": node["hiringOrganization"]["name"],
        "location": f"{address['addressLocality']}, {address['addressRegion']}",
        "employment_type": "Full time",
        "experience": "1 tahun",
        "education": "SMA",
        "description": found.content["description"],
    }
    assert str(found.content["description"]).count("\n- ") == 2
    # The copy lacks the page's address; `parse` reads it all the same.
    assert detailed(kitalulus, page)["content"] == found.content


def test_karirhub_v1_list() -> None:
    envelope = raw("karirhub-v1-list-meta.json")
    rows = raw("karirhub-v1-list.json")["data"]
    found, page = listed(karirhub, orjson.dumps({"data": rows, "meta": envelope["meta"]}))
    assert (page["rows"], page["total"], page["has_more"]) == (4, 2391, True)
    assert (page["unreadable"], page["strange"]) == ([], [])
    assert [one["portal_id"] for one in found] == [row["id"] for row in rows]
    for one, row in zip(found, rows, strict=True):
        content = one["content"]
        assert one["url"].endswith(f"/lowongan/{row['id']}")
        assert one["posted"] == day_of(row["published_at"])
        assert one["posted_text"] == str(row["published_at"])
        assert content["title"] == row["title"]
        assert content["company"] == row["company_name"]
        assert content["location"] == row["city_name"]
        assert content["industry"] == row["industry_name"]
        assert content["employment_type"] == "Full time"
        assert content.get("skills", []) == row["skills"]
        assert content["other"]["category"] == row["job_function_name"]
        assert content["other"].get("platform") == row["platform_name"]
    # Shown; not shown; shown as 0; shown.
    assert [one["content"].get("salary") for one in found] == [
        rupiah("IDR", rows[0]["min_salary_amount"], rows[0]["max_salary_amount"]),
        None,
        None,
        rupiah("IDR", rows[3]["min_salary_amount"], rows[3]["max_salary_amount"]),
    ]


def test_karirhub_v1_list_without_its_envelope_is_read_too() -> None:
    found, page = listed(karirhub, body("karirhub-v1-list.json"))
    assert len(found) == 4
    assert page["total"] is None


@pytest.mark.parametrize(
    ("name", "shown", "experience", "closes", "items"),
    [
        ("karirhub-v1-detail.json", True, "1 tahun", "2026-11-29T17:00:00+00:00", 12),
        ("karirhub-v1-detail-hidden-salary.json", False, None, "2026-01-21T17:00:00+00:00", 7),
    ],
)
def test_karirhub_v1_detail(
    name: str, shown: bool, experience: str | None, closes: str, items: int
) -> None:
    row = raw(name)["data"]
    found = detailed(karirhub, body(name))
    content = found["content"]
    low, high = row["min_salary"]["amount"], row["max_salary"]["amount"]
    assert found["portal_id"] == row["id"]
    assert found["posted"] == row["published_at"][:10]
    assert found["posted_text"] == row["published_at"]
    # The whole of the day before, in Jakarta.
    assert found["closed_at"] == closes
    assert content["title"] == row["title"]
    assert content["company"] == row["employer"]["name"]
    assert content["location"] == row["region"]["name"].removesuffix(", Indonesia")
    assert content.get("salary") == (rupiah("IDR", low, high) if shown else None)
    assert content["industry"] == row["vacancyable"]["industry"]["name"]
    assert content["employment_type"] == row["job_type"]["name"]
    assert content.get("experience") == experience
    assert content["education"] == row["min_education"]["name"]
    assert content["skills"] == [skill["name"] for skill in row["skills"]]
    assert len(content["description"].split("\n")) == items
    city = row["region"]["regionable"]["sub_district"]["city"]
    assert content["other"]["regency_code"] == city["code"]
    assert content["other"]["education_level_code"] == 30
    assert content["other"]["openings"] == row["quota"]
    assert (content["other"]["min_age"], content["other"]["max_age"]) == (
        row["min_age"],
        row["max_age"],
    )
    everything = str(found)
    employer = row["employer"]["employerable"]
    assert all(employer[field] not in everything for field in ("email", "phone", "address"))
    for amount in () if shown else (low, high):
        assert str(amount) not in everything
        assert f"{amount:,}".replace(",", ".") not in everything


def test_karirhub_v2_list_and_detail() -> None:
    told = raw("karirhub-v2-partial.json")
    (listed_one,), page = listed(karirhub, orjson.dumps({"data": [told["list_record"]]}))
    assert (page["unreadable"], page["strange"]) == ([], [])
    assert listed_one["portal_id"] == told["list_record"]["id"]
    assert listed_one["content"] == {"title": told["list_record"]["title"]}
    row = told["detail"]["data"]
    found = detailed(karirhub, orjson.dumps(told["detail"]))
    assert found["portal_id"] == listed_one["portal_id"]
    assert found["content"] == {
        "title": row["title"],
        "company": row["employer"]["name"],
        "location": row["region"]["name"],
        "description": f"{row['description']}\n\n{row['qualification']}",
        "employment_type": row["job_type"]["name"],
    }
    assert "posted" not in found
