"""Scrapy on the pages of the look-alike Kalibrr, with a pipeline into SQLite: run by collect.py.

    python scrapy_collect.py ADDRESS MOMENT STORE.sqlite        in a venv of its own

It does less than our collector (no shapes, no personal data removed, no history of contents): it
is the common way, and sets the scale.
"""

import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

PAGE = 50
COMMIT_EVERY = 1_000


class SqlitePipeline:
    """Rows into one table, committed by the thousand."""

    def open_spider(self) -> None:
        self.connection = sqlite3.connect(sys.argv[3])
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute(
            "CREATE TABLE posting (id TEXT PRIMARY KEY, url TEXT, title TEXT, company TEXT, "
            "place TEXT, pay TEXT, description TEXT, posted TEXT)"
        )
        self.waiting = 0

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        self.connection.execute(
            "INSERT OR REPLACE INTO posting VALUES (:id, :url, :title, :company, :place, :pay, "
            ":description, :posted)",
            item,
        )
        self.waiting += 1
        if self.waiting == COMMIT_EVERY:
            self.connection.commit()
            self.waiting = 0
        return item

    def close_spider(self) -> None:
        self.connection.commit()
        self.connection.close()


class KalibrrSpider(scrapy.Spider):
    """The list, page by page."""

    name = "kalibrr"

    async def start(self) -> Any:
        yield self.ask(0)

    def ask(self, offset: int) -> scrapy.Request:
        url = f"{sys.argv[1]}/kjs/job_board/search?limit={PAGE}&offset={offset}&country=Indonesia"
        return scrapy.Request(url, headers={"x-replay-now": sys.argv[2]}, cb_kwargs={"at": offset})

    def parse(self, response: Any, at: int) -> Iterator[Any]:
        answer = response.json()
        for job in answer["jobs"]:
            place = (job["google_location"] or {}).get("address_components", {})
            text = scrapy.Selector(text=job["description"] or "<p></p>").xpath("//text()").getall()
            yield {
                "id": str(job["id"]),
                "url": f"https://kalibrr.contoh.invalid/c/{job['company']['code']}/jobs/{job['id']}",
                "title": job["name"],
                "company": job["company_name"],
                "place": f"{place.get('city')}, {place.get('region')}",
                "pay": f"{job['base_salary']}-{job['maximum_salary']}"
                if job["salary_shown"]
                else None,
                "description": "\n".join(text),
                "posted": job["activation_date"],
            }
        if at + PAGE < answer["count"]:
            yield self.ask(at + PAGE)


process = CrawlerProcess(
    {
        "ITEM_PIPELINES": {SqlitePipeline: 1},
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 1,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(KalibrrSpider)
process.start()
