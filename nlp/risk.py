"""Tell why a reader should be careful with an advertisement: few, hard, explained rules."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nlp.patterns import whole_of
from nlp.posting import Posting
from nlp.signs import Signs, watch
from nlp.wage import read_wage

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_FREE_MAIL: Final = _TABLE["free_mail"]
_CHAT: Final = _TABLE["chat_only"]
_PAY: Final = _TABLE["pay"]
_BEFORE: Final = 80
_AFTER: Final = 60
# No contact line and no wage stands further on; a huge text must not cost more than a long one.
_MAX_READ: Final = 20_000


@dataclass(frozen=True, slots=True)
class Risk:
    """A warning, the words it rests on (`text == field[start:end]`) and the reason for a reader."""

    kind: str
    text: str
    start: int
    end: int
    field: str
    reason_id: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern, what must not stand before it, what must stand or be missing somewhere near."""

    kind: str
    signs: str
    pattern: re.Pattern[str]
    not_before: re.Pattern[str]
    needs_near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    reason_id: str
    reason_en: str


def _compile(number: int, row: dict[str, Any]) -> _Rule:
    before = [*row["not_before"], *_TABLE["negation"]["before"]]
    return _Rule(
        kind=row["kind"],
        signs=watch(f"risk {number}", row["signs"]),
        pattern=re.compile(rf"(?<![^\W_])(?:{row['pattern']})"),
        not_before=re.compile(whole_of(before)),
        needs_near=re.compile(whole_of(row["needs_near"])) if "needs_near" in row else None,
        unless=re.compile(whole_of(row["unless"])) if "unless" in row else None,
        reason_id=row["reason_id"],
        reason_en=row["reason_en"],
    )


_RULES: Final = tuple(_compile(number, row) for number, row in enumerate(_TABLE["rule"]))
_DENIED_AFTER = re.compile("|".join(_TABLE["negation"]["after"]))
_SENTENCE_END = re.compile(r"[.;\n!?]")
_CHAT_CONTACT = re.compile(_CHAT["pattern"])
_EMPLOYER = re.compile(_CHAT["employer"])
# "[email gmail.com]" after import, "nama@gmail.com" before.
_MAILBOX = re.compile(
    rf"(?:\[email |[a-z0-9._+-]{{1,40}}@)(?:{'|'.join(_FREE_MAIL['domains'])})"
    r"\.(?:com|co\.id|me|ru)\]?"
)
_OTHER_MAIL = re.compile(r"\[email\]|[a-z0-9._+-]{1,40}@[a-z0-9-]{1,40}\.[a-z]{2,10}")
_OTHER_WAY = re.compile(
    r"https?://|www\.|\.co\.id"
    r"|(?<![^\W_])(?:walk in|alamat|jl|jalan|datang langsung|interview di)(?![^\W_])"
)


def read_risk(posting: Posting) -> list[Risk]:
    """The warnings, in the order of the rules; the first words of each kind are the evidence."""
    found: list[Risk] = []
    found += _find_by_rules("title", posting.title, posting.lower_title, posting.title_signs)
    found += _find_by_rules("description", posting.description, posting.lower, posting.signs)
    found += _find_contacts(posting, posting.lower[:_MAX_READ])
    found += _find_pay(posting)
    seen: dict[str, Risk] = {}
    for risk in found:
        seen.setdefault(risk.kind, risk)
    return list(seen.values())


def _hasany_of(lower: str, signs: Iterable[str]) -> bool:
    return any(sign in lower for sign in signs)


def _find_by_rules(field: str, text: str, lower: str, signs: Signs) -> Iterator[Risk]:
    for rule in _RULES:
        if not signs[rule.signs]:
            continue
        if rule.unless and rule.unless.search(lower):
            continue
        for match in rule.pattern.finditer(lower):
            if _holds(rule, lower, match):
                yield _risk(rule.kind, text, match.span(), field, rule.reason_id, rule.reason_en)
                break


def _holds(rule: _Rule, lower: str, match: re.Match[str]) -> bool:
    """Whether the sentence neither denies it nor speaks of customers and their money."""
    before = _SENTENCE_END.split(lower[max(0, match.start() - _BEFORE) : match.start()])[-1]
    # The words themselves may deny it: "wajib tanpa deposit".
    if rule.not_before.search(before + match.group()):
        return False
    after = lower[match.end() : match.end() + _AFTER]
    if _DENIED_AFTER.search(_SENTENCE_END.split(after)[0]):
        return False
    return (
        rule.needs_near is None
        or rule.needs_near.search(before + match.group() + after) is not None
    )


def _risk(
    kind: str, text: str, span: tuple[int, int], field: str, reason_id: str, reason_en: str
) -> Risk:
    start, end = span
    return Risk(kind, text[start:end], start, end, field, reason_id, reason_en)


def _find_contacts(posting: Posting, lower: str) -> Iterator[Risk]:
    """Only a free mailbox or only a chat to apply by, and no employer named anywhere."""
    if posting.company.strip():
        return
    mailbox = _MAILBOX.search(lower) if "@" in lower or "[email " in lower else None
    chat = _CHAT_CONTACT.search(lower) if _hasany_of(lower, _CHAT["signs"]) else None
    contact = mailbox or chat
    if contact is None or _names_employer(posting, lower):
        return
    if any(_MAILBOX.match(m.group()) is None for m in _OTHER_MAIL.finditer(lower)):
        return
    if mailbox:
        kind, reasons = "free_mail", _FREE_MAIL
    else:
        kind, reasons = "chat_only", _CHAT
    text, span = posting.description, contact.span()
    yield _risk(kind, text, span, "description", reasons["reason_id"], reasons["reason_en"])


def _names_employer(posting: Posting, lower: str) -> bool:
    return bool(
        _EMPLOYER.search(lower) or _EMPLOYER.search(posting.lower_title) or _OTHER_WAY.search(lower)
    )


def _find_pay(posting: Posting) -> Iterator[Risk]:
    """Pay far above what is usual, for work that asks for nothing in particular."""
    title = posting.lower_title[:_MAX_READ]
    if not _hasany_of(title, _PAY["vague"]):
        return
    for field in ("salary", "description"):
        text = getattr(posting, field)[:_MAX_READ]
        wage = read_wage(text)
        if wage is None or wage.currency != "IDR" or wage.min is None:
            continue
        limit = {"day": _PAY["most_daily"], "month": _PAY["most_monthly"]}.get(wage.period or "")
        if limit and wage.min > limit and "implausible" not in wage.flags:
            span = (wage.start, wage.end)
            yield _risk("pay", text, span, field, _PAY["reason_id"], _PAY["reason_en"])
