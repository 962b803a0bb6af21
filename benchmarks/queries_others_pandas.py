"""The questions in plain pandas, over frames that are in memory already."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.filter import Filter
from benchmarks import queries_others_frames as rows
from benchmarks.queries_others_ways import DEMANDS, WARNINGS


class PandasWay:
    """A Way whose answers are worked out from frames."""

    def __init__(self, folder: Path) -> None:
        self.frames = rows.read_frames(folder)

    def _asked(self, where: Filter) -> pd.DataFrame:
        return rows.narrow(self.frames.vacancies, where)

    def _newest(self) -> pd.Timestamp:
        newest: pd.Timestamp = self.frames.vacancies["last_seen"].max()
        return newest

    def totals(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        posted = asked["posted"]
        return pd.DataFrame([{
            "n": len(asked), "n_dated": posted.count(), "n_placed": asked["province"].count(),
            "n_remote": (asked["remote"] == "remote").sum(),
            "employers": asked["company"].nunique(), "postings": asked["postings"].sum(),
            "posted_from": posted.min(), "posted_to": posted.max(),
        }])  # fmt: skip

    def covered(self) -> pd.DataFrame:
        vacancies = self.frames.vacancies
        days = vacancies["posted"].dt.day.groupby(vacancies["month"], observed=True)
        found: pd.DataFrame = days.agg(first_day="min", last_day="max").reset_index()
        return found.astype({"month": str})

    def months(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        counts = asked.groupby("month", observed=True).size()
        return counts.rename("n").reset_index().astype({"month": str})

    def portals(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        shown = self.frames.portals.merge(asked["last_seen"], left_on="vacancy", right_index=True)
        found = shown.groupby("portal", observed=True)["last_seen"].agg(n="size", last_seen="max")
        return found.reset_index().assign(base=len(asked)).astype({"portal": str})

    def titles(self, where: Filter, at_least: int, limit: int) -> pd.DataFrame:
        asked = self._asked(where)
        counts = asked["title"].value_counts()
        top = counts[counts >= at_least].rename("n").rename_axis("title").reset_index()
        top = top.astype({"title": str}).sort_values(["n", "title"], ascending=[False, True])
        top = top.head(limit)
        own = asked[asked["title"].isin(top["title"])]
        employers = own.groupby("title", observed=True)["company"].nunique()
        return top.assign(employers=top["title"].map(employers), base=len(asked))

    def _key(self, asked: pd.DataFrame, kind: str, digits: int) -> pd.DataFrame:
        """The rows that tell the kind, with it in a column `key`."""
        if kind == "occupation":
            told = asked[asked["occupation_digits"] >= digits]
            codes = told["occupation"].cat.categories
            short = dict(zip(codes, codes.str[:digits], strict=True))
            return told.assign(key=told["occupation"].map(short))
        told = asked[asked[kind].notna()]
        return told.assign(key=told[kind])

    def groups(self, where: Filter, kind: str, digits: int, *, more: bool) -> pd.DataFrame:
        asked = self._key(self._asked(where), kind, digits)
        counts = {"n": ("employer", "size"), "employers": ("employer", "nunique")}
        if more:
            newest = self._newest()
            asked = asked.assign(
                n_open=rows.is_open(asked, newest), n_wage=asked["is_paid"],
                n_new=asked["posted"] > rows.new_from(newest),
            )  # fmt: skip
            counts |= {name: (name, "sum") for name in ("n_open", "n_wage", "n_new")}
        found = asked.groupby("key", observed=True).agg(**counts)
        return found.reset_index().astype({"key": str})

    def _matched(self, vacancies: pd.DataFrame, months: list[str]) -> "pd.Index[int]":
        """The vacancies of these months on portals with vacancies in each of them."""
        inside = vacancies.loc[vacancies["month"].isin(months), "month"]
        shown = self.frames.portals.merge(inside, left_on="vacancy", right_index=True)
        read = shown.groupby("portal", observed=True)["month"].nunique()
        matched = read.index[read == len(months)]
        found: pd.Index[int] = pd.Index(
            shown.loc[shown["portal"].isin(matched), "vacancy"].unique()
        )
        return found

    def windows(self, where: Filter, kind: str, digits: int, months: list[str]) -> pd.DataFrame:
        matched = self._matched(self.frames.vacancies, months)
        asked = self._asked(where)
        asked = self._key(asked[asked.index.isin(matched)], kind, digits)
        return _sides(asked, "key", months).astype({"key": str})

    def named_windows(
        self, where: Filter, table: str, months: list[str], at_least: int
    ) -> pd.DataFrame:
        matched = self._matched(rows.described(self.frames.vacancies), months)
        asked = self._asked(where)
        asked = asked.loc[asked.index.isin(matched), ["month"]]
        frame, column = {
            "mentions": (self.frames.mentions, "skill"),
            "vacancy_topics": (self.frames.topics, "topic"),
        }[table]
        named = frame.merge(asked, left_on="vacancy", right_index=True)
        found = _sides(named, column, months).rename(columns={column: "key"})
        found = found[found["n_before"] + found["n_recent"] >= at_least].astype({"key": str})
        recent = int(asked["month"].isin(months[len(months) // 2 :]).sum())
        return found.assign(base_before=len(asked) - recent, base_recent=recent)

    def skills(self, where: Filter, at_least: int) -> pd.DataFrame:
        asked = rows.described(self._asked(where))
        named = self.frames.mentions.merge(asked["employer"], left_on="vacancy", right_index=True)
        by_skill = named.groupby("skill", observed=True)["employer"]
        found = by_skill.agg(n="size", employers="nunique").reset_index()
        return found[found["n"] >= at_least].astype({"skill": str}).assign(base=len(asked))

    def names(self) -> pd.DataFrame:
        names = self.frames.skills.rename(columns={"id": "skill"})
        return names[["skill", "name_id", "name_en", "kind", "group"]]

    def _asking(self, skill: str) -> "pd.Series[int]":
        mentions = self.frames.mentions
        return mentions.loc[mentions["skill"] == skill, "vacancy"]

    def neighbours(self, where: Filter, skill: str, at_least: int) -> pd.DataFrame:
        asked = rows.described(self._asked(where))
        own = asked.index.intersection(pd.Index(self._asking(skill)))
        mentions = self.frames.mentions
        named = mentions[mentions["vacancy"].isin(asked.index) & (mentions["skill"] != skill)]
        both = named.loc[named["vacancy"].isin(own), "skill"].value_counts()
        found = pd.DataFrame({"n": both, "n_skill": named["skill"].value_counts()})
        found = found[found["n"] >= at_least].rename_axis("skill").reset_index()
        return found.astype({"skill": str}).assign(base=len(own), described=len(asked))

    def parts(self, where: Filter, skill: str, kind: str) -> pd.DataFrame:
        asked = self._key(rows.described(self._asked(where)), kind, 4)
        has = asked.index.isin(self._asking(skill))
        told = asked.assign(n=has, of=asked["employer"].where(has))
        found = told.groupby("key", observed=True).agg(
            base=("n", "size"), n=("n", "sum"), employers=("of", "nunique")
        )
        return found.reset_index().astype({"key": str})

    def skill_pays(self, where: Filter, skill: str) -> pd.DataFrame:
        asked = rows.described(self._asked(where))
        paid = asked[asked["is_paid"] & (asked["occupation_digits"] == 4)]
        paid = paid[paid["province"].notna()]
        told = pd.DataFrame({
            "cell": paid["occupation"].astype(str) + "-" + paid["province"].astype(str),
            "employer": paid["employer"], "has_skill": paid.index.isin(self._asking(skill)),
            "low_idr": paid["wage_min_idr"], "high_idr": paid["wage_max_idr"],
        })  # fmt: skip
        has = told.groupby("cell")["has_skill"]
        return told[has.transform("any") & ~has.transform("all")]

    def pays(self, where: Filter, kind: str | None) -> pd.DataFrame:
        asked = self._asked(where)
        paid = asked[asked["is_paid"]]
        if kind:
            paid = self._key(paid, kind, 4).rename(columns={"key": "group"})
        names = {"wage_min_idr": "low_idr", "wage_max_idr": "high_idr"}
        told = paid.rename(columns=names)
        return told[["low_idr", "high_idr", "employer", *(["group"] if kind else [])]]

    def stated(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        flagged = rows.is_flagged(asked)
        told = asked["wage_min"].notna() | asked["wage_max"].notna()
        rupiah = (asked["wage_currency"] == "IDR") & told & ~flagged
        foreign = asked["wage_currency"].notna() & (asked["wage_currency"] != "IDR")
        return pd.DataFrame([{
            "n": asked["is_paid"].sum(), "base": len(asked), "n_implausible": flagged.sum(),
            "n_no_period": (rupiah & asked["wage_period"].isna()).sum(),
            "n_project": (rupiah & (asked["wage_period"] == "project")).sum(),
            "n_foreign": foreign.sum(),
        }])  # fmt: skip

    def demands(self, where: Filter, kind: str, start: date, stop: date) -> pd.DataFrame:
        asked = rows.described(self._asked(where))
        day = asked["posted"]
        asked = asked[(day >= pd.Timestamp(start)) & (day < pd.Timestamp(stop))]
        asked = self._key(asked, kind, 0)
        told = pd.DataFrame({
            "age": asked["age_max"].notna() | asked["age_min"].notna(),
            "sex": asked["sex"].notna(), "looks": asked["appearance"].eq(True),
            "marital": asked["marital"].notna(), "height": asked["height"].notna(),
            "religion": asked["religion"].notna(),
        })  # fmt: skip
        told["any_limit"] = told.any(axis=1)
        told["experience"] = asked["experience_min_years"] >= 1
        for warning in WARNINGS:
            told[warning] = asked.index.isin(self._warned([warning]))
        told["n"] = True
        found = told.groupby(asked["key"], observed=True)[["n", *DEMANDS]].sum()
        return found.reset_index().astype({"key": str})

    def _warned(self, kinds: list[str]) -> "pd.Series[int]":
        risks = self.frames.risks
        return risks.loc[risks["kind"].isin(kinds), "vacancy"]

    def signs(self, where: Filter, kinds: list[str]) -> pd.DataFrame:
        asked = rows.described(self._asked(where))
        n = asked.index.isin(self._warned(kinds)).sum()
        return pd.DataFrame([{"n": n, "base": len(asked)}])

    def full_time(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        paid = asked[asked["is_paid"] & rows.is_full_time(asked)]
        area = paid["regency"].astype(object).fillna(paid["province"].astype(object))
        return pd.DataFrame({
            "area": area, "year": paid["posted"].dt.year, "high_idr": paid["wage_max_idr"],
            "employer": paid["employer"],
        })  # fmt: skip

    def stock(self, where: Filter) -> pd.DataFrame:
        spans = self.frames.spans
        if where != Filter():
            spans = spans[spans["vacancy"].isin(self._asked(where).index)]
        # Of an opening on several portals only the days that no earlier span of it has count.
        furthest = spans.groupby("vacancy")["ends"].cummax()
        before = furthest.groupby(spans["vacancy"]).shift()
        begins = np.where(before >= spans["begins"], before + 1, spans["begins"])
        adds = ~(before >= spans["ends"])
        steps = pd.concat([
            pd.DataFrame({"day": begins, "step": 1, "new": before.isna()})[adds],
            pd.DataFrame({"day": spans["ends"] + 1, "step": -1, "new": False})[adds],
        ])  # fmt: skip
        return steps.groupby("day")[["step", "new"]].sum().reset_index()

    def advertisements(self, where: Filter, limit: int) -> pd.DataFrame:
        asked = self._asked(where)
        still = asked[rows.is_open(asked, self._newest())]
        newest = still["posted"].nlargest(limit, keep="all").index
        page = still.loc[newest].sort_values(["posted", "vacancy_id"], ascending=[False, True])
        page = page.head(limit)
        postings = self.frames.postings
        seen = postings[postings["vacancy"].isin(page.index)]
        seen = seen.assign(
            has_no_url=seen["url"].isna(), is_closed=seen["closed"].notna(),
            portal=seen["portal"].astype(str),
        ).sort_values(
            ["has_no_url", "is_closed", "last_seen", "portal"], ascending=[True, True, False, True]
        )  # fmt: skip
        seen = seen.drop_duplicates("vacancy").set_index("vacancy")[["portal", "url"]]
        flagged = rows.is_flagged(page)
        pays = {name: page[name].mask(flagged) for name in ("wage_min_idr", "wage_max_idr")}
        told = page[["vacancy_id", "title", "company", "province", "regency", "posted", "postings"]]
        return told.assign(**pays, is_open=True, n=len(still)).join(seen)

    def topics(self, where: Filter) -> pd.DataFrame:
        asked = self._asked(where)
        named = self.frames.topics.merge(asked["employer"], left_on="vacancy", right_index=True)
        by_topic = named.groupby("topic", observed=True)["employer"]
        found = by_topic.agg(n="size", employers="nunique").reset_index().astype({"topic": str})
        return found.assign(base=len(named))

    def topic_jobs(self, where: Filter, most: int) -> pd.DataFrame:
        asked = self._asked(where)
        jobs = asked.loc[asked["occupation_digits"] == 4, ["occupation"]]
        named = self.frames.topics.merge(jobs, left_on="vacancy", right_index=True)
        counts = named.groupby(["topic", "occupation"], observed=True).size().rename("n")
        told = counts.reset_index().astype({"topic": str, "occupation": str})
        told = told.sort_values(["topic", "n", "occupation"], ascending=[True, False, True])
        return told.groupby("topic").head(most)

    def overlap(self) -> pd.DataFrame:
        times = self.frames.postings.groupby(["vacancy", "portal"], observed=True).size()
        shown = times.rename("times").reset_index().astype({"portal": str})
        sizes = shown["portal"].value_counts()
        pairs = shown.merge(shown[["vacancy", "portal"]], on="vacancy", suffixes=("", "_b"))
        pairs = pairs.rename(columns={"portal_b": "other"})
        twice = (pairs["portal"] == pairs["other"]) & (pairs["times"] > 1)
        pairs = pairs[(pairs["portal"] < pairs["other"]) | twice]
        found = pairs.groupby(["portal", "other"]).size().rename("n").reset_index()
        smaller = np.minimum(found["portal"].map(sizes), found["other"].map(sizes))
        return found.assign(smaller=smaller)

    def close(self) -> None:
        """Nothing is held open."""


def _sides(told: pd.DataFrame, key: str, months: list[str]) -> pd.DataFrame:
    """How many rows of each key lie in the later half of the months and in the earlier."""
    is_recent = told["month"].isin(months[len(months) // 2 :])
    found = is_recent.groupby(told[key], observed=True).agg(n_recent="sum", n="size")
    found["n_before"] = found.pop("n") - found["n_recent"]
    return found.reset_index()
