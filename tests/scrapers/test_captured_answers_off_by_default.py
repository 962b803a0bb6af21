"""Captured answers of the portals that are off by default, and of JSON-LD, read field by field.

Names, titles and ids are compared with the place in the captured file where they stand, so that
none of them is written here; what is derived (days, pay, words of ours) is told as read by eye.
"""

import json
from collections.abc import Iterator

import pytest

from data.posting import RawPosting
from scrapers import glints, jobstreet, jsonld, loker_id, tech_in_asia
from scrapers.parse import Kind, parse_answer
from scrapers.portal import ShapeError, find_portal
from tests.scrapers.captured import PORTALS, body, column, nest, raw, same, told

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PORTALS.is_dir(), reason=f"no captured answers at {PORTALS}"),
]


def test_jobstreet_rest_answer() -> None:
    page = jobstreet.parse_listing(body("jobstreet-rest-v5-search-partial.json"))
    rows = raw("jobstreet-rest-v5-search-partial.json")["data"]
    # The second row is of the Malaysian portal.
    assert (page.rows, page.total, len(page.postings), page.unreadable) == (2, 378, 1, ())
    same(
        page, rows[:1], id="id", title="title", company="companyName", location="locations.0.label"
    )
    assert column(page, "salary", "employment_type", "posted") == [
        [None, "Full time", "2026-06-29"]
    ]
    assert page.strange == frozenset()


def test_jobstreet_rows_flattened_by_their_publisher() -> None:
    rows = raw("jobstreet-rest-v5-rows-flat.json")["rows"]
    nested = {"data": [nest(row) for row in rows], "totalCount": 1382}
    page = jobstreet.parse_listing(json.dumps(nested).encode())
    assert (page.rows, len(page.postings), page.unreadable) == (12, 12, ())
    same(
        page,
        rows,
        id="id",
        title="title",
        category="classification",
        subcategory="subclassification",
    )
    # The seventh names nobody.
    names = [row["advertiser_description"] for row in rows]
    assert [told(p, "company")[0] for p in page.postings] == [*names[:6], None, *names[7:]]
    places = [row["locations"] for row in rows]
    places[7] += " (Remote)"
    places[8] += " (Hybrid)"
    assert [told(p, "location")[0] for p in page.postings] == places
    pays = [str(told(p, "salary")[0]).replace("\xa0", " ") for p in page.postings]
    assert pays == [
        "None",
        "Rp 5.000.000 – Rp 5.500.000 per month",
        "Rp 3,990,000 – Rp 5,000,000 per month",
        "Rp 5.126.898 per month",
        "Rp3.000.000 – Rp4.500.000 per month",
        "IDR 5,500,000 - 6,000,000",
        "Rp 5.599.593,21 – Rp 5.600.000 per month",
        *["None"] * 5,
    ]
    assert [told(p, "employment_type")[0] for p in page.postings] == [
        "Contract",
        *["Full time"] * 8,
        "Full time, Contract",
        "Casual",
        "Part time",
    ]
    assert [str(p.posted)[5:] for p in page.postings] == (
        [
            "09-25",
            "09-25",
            "09-21",
            "09-23",
            "09-17",
            "09-04",
            "09-16",
            "09-09",
            "09-12",
            "07-26",
            "09-12",
            "09-19",
        ]
    )


@pytest.mark.parametrize("name", ["jobstreet-ssr-listing.html", "jobstreet-ssr-listing-redux.json"])
def test_jobstreet_list_page(name: str) -> None:
    page = jobstreet.parse_listing(body(name))
    state = raw("jobstreet-ssr-listing-redux.json")["results"]
    assert (page.rows, page.total, page.unreadable, page.strange) == (3, 10, (), frozenset())
    rows = state["results"]["jobs"]
    same(
        page,
        rows,
        id="id",
        title="title",
        company="advertiser.description",
        description="teaser",
        category="classifications.0.classification.description",
        subclassification_id="classifications.0.subclassification.id",
    )
    assert [told(p, "location")[0] for p in page.postings] == [
        f"{row['locations'][0]['label']} (Remote)" for row in rows
    ]
    pays = ["", "Rp 4,000,000 – Rp 6,000,000 per month", "Rp 2,000,000 – Rp 2,440,000 per month"]
    assert [str(told(p, "salary")[0] or "").replace("\xa0", " ") for p in page.postings] == pays
    assert column(page, "employment_type", "posted") == [
        ["Part time", "2026-04-29"],
        ["Part time", "2026-04-28"],  # 23:55 UTC is the next day in Jakarta
        ["Part time", "2026-04-21"],
    ]


def test_jobstreet_graphql_search() -> None:
    page = jobstreet.parse_listing(body("jobstreet-graphql-search-v7.json"))
    rows = raw("jobstreet-graphql-search-v7.json")["data"]["jobSearchV7"]["results"]["jobs"]
    assert (page.rows, page.total, page.unreadable, page.strange) == (3, 2148, (), frozenset())
    same(page, rows, id="id", title="title", company="advertiser.name", description="abstract")
    first, second, third = (row["location"]["displayName"]["text"] for row in rows)
    # Amounts stand there, but nothing says that they are not hidden: none is kept.
    assert column(page, "location", "employment_type", "posted", "salary") == [
        [first, "Contract", "2026-09-16", None],
        [f"{second} (Hybrid)", "Full time", "2026-09-16", None],
        [f"{third} (Remote)", "Full time", "2026-09-05", None],
    ]
    assert "000000" not in str([posting.content for posting in page.postings]).replace(".", "")


@pytest.mark.parametrize("name", ["jobstreet-ssr-detail.html", "jobstreet-ssr-detail-redux.json"])
def test_jobstreet_job_page(name: str) -> None:
    found = jobstreet.parse_detail(body(name), RawPosting("jobstreet", "", {}))
    result = raw("jobstreet-ssr-detail-redux.json")["jobdetails"]["result"]
    job = result["job"]
    assert found.portal_id == job["id"]
    assert told(found, "title", "company", "location", "category", "classification_id") == [
        job["title"],
        job["advertiser"]["name"],
        f"{job['location']['label']} (Remote)",
        job["classifications"][0]["label"],
        job["tracking"]["classificationInfo"]["classificationId"],
    ]
    assert told(found, "employment_type", "salary", "posted") == ["Part time", None, "2026-04-29"]
    assert str(found.closed_at) == "2026-05-29 13:59:59+00:00"
    text = str(found.content["description"])
    assert "<" not in text
    assert (text.count("\n- "), text.count("\n")) == (19, 21)


def test_jobstreet_short_detail_joins_the_posting_it_is_of() -> None:
    name = "jobstreet-graphql-jobdetails-status.json"
    listed = RawPosting("jobstreet", raw(name)["data"]["jobDetails"]["job"]["id"], {"title": "x"})
    found = jobstreet.parse_detail(body(name), listed)
    assert (found.portal_id, found.content) == (listed.portal_id, {"title": "x"})
    assert str(found.closed_at) == "2026-10-16 12:59:59+00:00"


def test_jobstreet_errors() -> None:
    errors = raw("jobstreet-graphql-errors.json")
    unstable = json.dumps(errors["missing_x_custom_features_http200"]).encode()
    with pytest.raises(ShapeError, match="UNSTABLE_QUERY_ERROR"):
        jobstreet.parse_listing(unstable)
    assert jobstreet.find_error(unstable) is None
    empty = jobstreet.parse_listing(json.dumps(errors["unresolved_location_http200"]).encode())
    assert (empty.rows, empty.total) == (0, 0)
    limited = json.dumps(errors["rate_limited_http200"]).encode()
    assert jobstreet.find_error(limited) == "RATE_LIMITED"


def test_jobstreet_asks_as_its_own_page_did() -> None:
    theirs = raw("jobstreet-graphql-search-v7-variables.json")
    request = jobstreet.ask_page("https://x.example", jobstreet.Step("v7", "", 0))
    assert isinstance(request.json, dict)
    assert request.json["operationName"] == theirs["operationName"]
    params, known = request.json["variables"]["params"], theirs["variables"]["params"]
    assert set(params) <= set(known)
    for part in ("searchContext", "searchIntent", "responseConfig"):
        assert set(params[part]) <= set(known[part])


def test_jobstreet_classes_are_no_answer_but_all_observed_ids_have_a_label() -> None:
    classes = raw("jobstreet-classifications-observed.json")["classifications"]
    assert sum(len(one["subclassifications"]) for one in classes.values()) == 145
    with pytest.raises(ShapeError):
        jobstreet.parse_listing(body("jobstreet-classifications-observed.json"))


def test_glints_search() -> None:
    page = glints.parse_listing(body("glints-graphql-search.json"))
    rows = raw("glints-graphql-search.json")["data"]["searchJobsV3"]["jobsInPage"]
    assert (page.rows, page.total, page.has_more, page.unreadable) == (3, None, False, ())
    assert page.strange == frozenset()
    same(
        page,
        rows,
        id="id",
        title="title",
        company="company.name",
        category="hierarchicalJobCategory.name",
    )
    for posting, row in zip(page.postings, rows, strict=True):
        assert posting.content["skills"] == [one["skill"]["name"] for one in row["skills"]]
    places = [
        ", ".join(
            [
                row["location"]["formattedName"],
                *(p["formattedName"] for p in row["location"]["parents"][:2]),
            ]
        )
        for row in rows
    ]
    assert column(page, "location", "salary", "employment_type", "experience", "education") == [
        [places[0], "IDR 5.500.000 - IDR 8.000.000 per bulan", "Contract", "1 - 3 tahun", "SMA"],
        [f"{places[1]} (Remote)", None, "Full time", "1 - 3 tahun", "S1"],
        [f"{places[2]} (Hybrid)", None, "Internship", "0 - 1 tahun", "SMA"],
    ]
    assert [(str(p.posted), str(p.closed_at)[:10]) for p in page.postings] == [
        ("2026-07-16", "2026-10-15"),
        ("2025-09-13", "2026-10-15"),
        ("2025-09-03", "2026-10-09"),
    ]


def test_glints_text_of_a_job() -> None:
    name = "glints-graphql-detail.json"
    job = raw(name)["data"]["getJobById"]
    found = glints.parse_detail(body(name), RawPosting("glints", job["id"], {"title": "x"}))
    assert found.portal_id == job["id"]
    blocks = json.loads(job["descriptionJsonString"])["blocks"]
    lines = str(found.content["description"]).splitlines()
    assert [line.removeprefix("- ") for line in lines] == [block["text"] for block in blocks]
    assert [line.startswith("- ") for line in lines] == [False, True, True, False, True]


def test_glints_job_page() -> None:
    found = glints.parse_detail(body("glints-detail-nextdata.html"), RawPosting("glints", "", {}))
    text = body("glints-detail-nextdata.html").decode()
    state = json.loads(text[text.index("{", text.index("__NEXT_DATA__")) : text.index("</script>")])
    cache = state["props"]["apolloCache"]
    job = next(value for key, value in cache.items() if key.startswith("Job:"))
    area = cache[job["location"]["__ref"]]
    assert found.portal_id == job["id"]
    assert told(found, "title", "company", "location") == [
        job["title"],
        cache[job["company"]["__ref"]]["name"],
        ", ".join([area["formattedName"], *(p["formattedName"] for p in area["parents"][:2])]),
    ]
    assert told(found, "salary", "employment_type", "posted") == [
        "IDR 5.300.000 - IDR 5.500.000 per bulan",
        "Full time",
        "2026-03-16",
    ]
    names = [cache[one["skill"]["__ref"]]["name"] for one in job["skills"]]
    assert told(found, "skills", "must_have_skills") == [names, names]
    assert str(found.content["description"]).count("\n- ") == 2


def test_glints_refusal_and_places() -> None:
    refused = body("glints-graphql-login-required.json")
    page = glints.parse_listing(refused)
    assert (page.rows, page.has_more, glints.find_error(refused)) == (0, False, None)
    with pytest.raises(ShapeError, match=r"data\.searchJobsV3"):
        glints.parse_listing(body("glints-graphql-locations.json"))


def test_loker_id_list() -> None:
    page = loker_id.parse_listing(body("lokerid-jobs-partial.json"))
    rows = raw("lokerid-jobs-partial.json")["jobs"]
    assert (page.rows, page.total, page.has_more, page.unreadable) == (5, None, None, ())
    assert page.strange == frozenset()
    same(
        page,
        rows,
        id="id",
        title="title",
        company="company_name",
        category="category",
        level="level.name",
        gender="gender",
    )
    for posting, row in zip(page.postings, rows, strict=True):
        assert posting.content["skills"] == [one["name"] for one in row["job_skills"]]
        assert "<" not in str(posting.content["description"])
    place = [row["location"] for row in rows]
    place[3] += " (Remote)"
    assert [told(p, "location")[0] for p in page.postings] == place
    assert column(page, "salary", "employment_type", "experience", "education", "posted") == [
        ["Rp.2 – 3 Juta", "Full time", "1-2 Tahun, 3-5 Tahun", "D1/D2/D3, SMA/SMK", "2025-07-17"],
        [None, "Magang", "1-2 Tahun", "D1/D2/D3, S1, SMA/SMK", "2025-06-14"],
        [
            "Rp.4 – 5 Juta",
            "Kontrak",
            "1-2 Tahun, Fresh Graduate",
            "SMA/SMK, D1/D2/D3, S1",
            "2025-09-18",
        ],
        ["Rp.7 – 8 Juta", "Kontrak", "3-5 Tahun", "SMA/SMK, D1/D2/D3, S1", "2025-09-09"],
        [None, "Kontrak", "1-2 Tahun", "SMA/SMK", "2025-07-29"],
    ]
    # The third tells a closing date that lies before its publishing.
    assert [posting.closed_at for posting in page.postings] == [None] * 5


def test_tech_in_asia_shape() -> None:
    page = tech_in_asia.parse_listing(body("techinasia-algolia-shape.json"))
    rows = raw("techinasia-algolia-shape.json")["results"][0]["hits"]
    assert (page.rows, page.total, page.has_more, page.unreadable) == (1, 1, False, ())
    assert page.strange == frozenset()
    same(
        page,
        rows,
        id="id",
        title="title",
        company="company.name",
        category="position.name",
        industry="industries.0.name",
    )
    assert told(page.postings[0], "salary", "employment_type", "experience", "posted") == [
        "IDR 5.000.000 - IDR 9.000.000",
        "Full time",
        "3-5 tahun",
        "2026-05-01",
    ]
    assert told(page.postings[0], "location") == [f"{rows[0]['city']['name']} (Hybrid)"]
    assert str(page.postings[0].closed_at) == "2026-07-04 03:10:52+00:00"


def test_indeed_page_as_json_ld() -> None:
    name = "indeed-detail-jobposting-jsonld.json"
    url = "https://lowongan.contoh.invalid/viewjob?jk=1"
    (found,) = jsonld.read_job_postings(jsonld.FACTS, body(name), url)
    node = raw(name)
    assert (found.portal_id, found.url) == (url, url)
    assert told(found, "title", "company") == [node["title"], node["hiringOrganization"]["name"]]
    assert told(found, "location", "employment_type", "posted", "salary") == [
        f"{node['jobLocation']['address']['addressLocality']}, DKI Jakarta",
        "Full time",
        "2026-03-05",
        None,
    ]
    assert str(found.closed_at) == "2026-08-28 05:40:59+00:00"
    assert "<" not in str(found.content["description"])


def test_kitalulus_page_as_json_ld() -> None:
    (found,) = jsonld.read_job_postings(
        jsonld.FACTS, body("kitalulus-detail-jsonld.html"), "https://x.invalid/1"
    )
    assert told(found, "employment_type", "experience", "education", "posted") == [
        "Full time",
        "1 tahun",
        "SMA",
        "2026-09-08",
    ]
    assert str(found.closed_at) == "2026-10-07 17:00:00+00:00"
    assert str(found.content["description"]).count("\n- ") == 2


def answers() -> Iterator[tuple[str, Kind, str]]:
    """Every captured answer of these portals that can be one, with its portal and kind."""
    names = {
        "jobstreet": "jobstreet",
        "glints": "glints",
        "lokerid": "loker_id",
        "techinasia": "tech_in_asia",
    }
    for path in sorted(PORTALS.glob("*.*")) if PORTALS.is_dir() else ():
        portal = names.get(path.name.partition("-")[0])
        if portal:
            yield portal, "detail" if "detail" in path.name else "listing", path.name


@pytest.mark.parametrize(("portal", "kind", "name"), list(answers()))
def test_no_answer_cut_short_is_an_accident(portal: str, kind: Kind, name: str) -> None:
    whole = body(name)
    refused = set[str]()
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        try:
            list(parse_answer(find_portal(portal), kind, whole[:length]))
        except ShapeError as error:
            refused.add(error.portal)
    assert refused == {portal}
