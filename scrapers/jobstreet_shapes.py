"""The shapes of JobStreet's answers: REST and page state (v5), GraphQL search (v7), detail."""

from typing import Any

from scrapers.rows import CamelShape


class Named(CamelShape):
    """Whatever JobStreet gives an id and a name."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    label: str | None = None


class Labelled(CamelShape):
    """A text with its wording in a field of its own."""

    text: str | None = None


class Place(CamelShape):
    """A place of work in v5."""

    label: str | None = None
    country_code: str | None = None


class Category(CamelShape):
    """A class of jobs and the part of it, in v5."""

    classification: Named | None = None
    subclassification: Named | None = None


class Arrangement(CamelShape):
    """How the work is done."""

    id: str | None = None
    label: Labelled | str | None = None
    type: str | None = None


class Arrangements(CamelShape):
    """The same in v5: a list in the REST answer, one text in the page."""

    data: list[Arrangement] | None = None
    display_text: str | None = None


class JobV5(CamelShape):
    """A row of the REST search and of the page's state."""

    id: str
    title: str
    company_name: str | None = None
    advertiser: Named | None = None
    locations: list[Place] | None = None
    salary_label: str | None = None
    listing_date: str | None = None
    work_types: list[str] | None = None
    work_arrangements: Arrangements | None = None
    classifications: list[Category] | None = None
    teaser: str | None = None
    bullet_points: list[str] | None = None


class ListV5(CamelShape):
    """A page of the REST search."""

    data: list[Any]
    total_count: int


class Moment(CamelShape):
    """A moment in UTC."""

    date_time_utc: str | None = None


class PlaceV7(CamelShape):
    """A place of work in v7."""

    country_code: str | None = None
    display_name: Labelled | None = None


class Pay(CamelShape):
    """Pay in numbers."""

    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: str | None = None


class HiddenPay(CamelShape):
    """Whether the employer had the pay hidden."""

    hide_salary: bool | None = None


class Source(CamelShape):
    """A kind of employment, by id."""

    source_id: str | None = None


class Cjs(CamelShape):
    """What the employer's form says."""

    work_types: list[Source] | None = None
    salary: HiddenPay | None = None


class JobV7(CamelShape):
    """A row of the GraphQL search."""

    id: str
    title: str
    abstract: str | None = None
    advertiser: Named | None = None
    categories: list[Named] | None = None
    location: PlaceV7 | None = None
    listed_at: Moment | None = None
    salary: Pay | None = None
    work_arrangements: list[Arrangement] | None = None
    cjs: Cjs | None = None


class Paging(CamelShape):
    """How many rows there are."""

    result_count: int


class ResultsV7(CamelShape):
    """A page of the GraphQL search."""

    jobs: list[Any]
    pagination: Paging


class Numbers(CamelShape):
    """Ids that the portal counts a job under."""

    classification_id: str | None = None
    sub_classification_id: str | None = None
    classification: str | None = None
    sub_classification: str | None = None


class Tracking(CamelShape):
    """Where the ids are."""

    classification_info: Numbers | None = None


class JobDetail(CamelShape):
    """A job on its own page."""

    id: str
    title: str | None = None
    abstract: str | None = None
    content: str | None = None
    status: str | None = None
    is_expired: bool | None = None
    listed_at: Moment | None = None
    expires_at: Moment | None = None
    salary: Named | None = None
    work_types: Named | None = None
    advertiser: Named | None = None
    location: Named | None = None
    classifications: list[Named] | None = None
    tracking: Tracking | None = None


class DetailArrangements(CamelShape):
    """How the work is done, on the job's own page."""

    arrangements: list[Arrangement] | None = None


class Industry(CamelShape):
    """What the company does."""

    industry: str | None = None


class Company(CamelShape):
    """The company's profile."""

    overview: Industry | None = None


class Detail(CamelShape):
    """The job with what stands beside it."""

    job: JobDetail
    work_arrangements: DetailArrangements | None = None
    company_profile: Company | None = None
