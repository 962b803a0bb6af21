"""Finds mailboxes, conversation links and accounts that lead to a person."""

import re
from collections.abc import Iterator
from typing import Final

from data.personal import MARKS, WORDS, Personal, any_of, plain_from_odd

_URL_REST = r"[^\s<>\"'\]\[)(,;\ue000-\ue002]{1,200}"
_CHAT_LINK = re.compile(
    rf"(?<![\w.-])(?:https?://)?(?:www\.)?(?:{any_of(WORDS['chat']['hosts'])})\s?[/?]\s?{_URL_REST}",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    rf"(?<![\w.-])(?:https?://)?(?:[a-z]{{2,3}}\.)?(?:{any_of(WORDS['social']['profiles'])}){_URL_REST}",
    re.IGNORECASE,
)
_BARE = any_of(WORDS["mail"]["bare"])
_AT = r"(?:/?\s{0,2}@\s{0,2}|\s{0,2}[\[({<-]\s?(?:at|et|a|@)\s?[\])}>-]\s{0,2})"
_DOT = r"(?:\s?[.,]\s?|\s{0,2}[\[({-]\s?(?:dot|titik)\s?[\])}-]\s{0,2}|\s(?:dot|titik)\s)"
_ENDING = any_of(WORDS["mail"]["endings"]).replace(r"\.", _DOT)
_LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}(?:[\[(]dot[\])][\w.+-]{1,40})?"
# Such as "hrd@x.co.id", "hrd (at) x dot com", "hrd/@x.id (hapus garis miring)", "hrd@gmail".
_MAILBOX = re.compile(
    rf"{_LOCAL}(?:@(?:[a-z0-9-]{{1,63}}\.){{1,4}}[a-z]{{2,24}}|"
    rf"{_AT}(?:[a-z0-9-]{{1,63}}{_DOT}){{1,3}}(?:{_ENDING})(?-i:(?![a-z0-9]))|"
    rf"{_AT}(?:{_BARE})(?-i:(?![a-z0-9]))|"
    rf"\s{{1,2}}(?:at|et)\s{{1,2}}(?:{_BARE}){_DOT}(?:{_ENDING})(?-i:(?![a-z0-9]))|"
    rf"\s{{1,2}}at\s{{1,2}}[a-z0-9-]{{2,40}}\s(?:dot|titik)\s(?:{_ENDING})(?-i:(?![a-z0-9])))",
    re.IGNORECASE,
)
# "x.comDengan subjek": the line break between two lines was lost.
_GLUED = re.compile(rf"\.(?:(?i:{any_of(WORDS['mail']['endings'])}))(?=\.?[A-Z][a-z]{{2}})")
_GLUED_FREE = re.compile(rf"(?<=@)(?:{any_of(WORDS['mail']['free'])})(?=[a-z]{{3}})", re.IGNORECASE)
_SPELLED_AT = re.compile(
    r"[\s/]*(?:@|[\[({<-]\s?(?:at|et|a)\s?[\])}>-]|\sat\s|\set\s)\s*", re.IGNORECASE
)
_SPELLED_DOT = re.compile(r"[\s\[({-]*(?:[.,]|\b(?:dot|titik)\b)[\s\])}-]*", re.IGNORECASE)
_FREE: Final = frozenset(WORDS["mail"]["free"])

_HANDLE = r"@[\w.]{2,40}"
_ACCOUNT = re.compile(
    rf"(?<![^\W_])(?:(?:dm|hubungi|hub|kontak|contact|chat|japri|cp|message)\b[^.\n@\ue000]{{0,30}}?|"
    rf"(?:telegram|tele|id\s?line|line(?:\s?id)?|skype)\s{{0,2}}[:=]?\s{{0,2}})({_HANDLE})|"
    r"(?<![^\W_])(?:id\s?line|line\s?id|telegram|skype|wechat\s?id)\s?[:=]\s?([\w.]{3,40})",
    re.IGNORECASE,
)


def find_links(shadow: str) -> Iterator[Personal]:
    for match in _CHAT_LINK.finditer(shadow):
        end = match.start() + len(match.group().rstrip(".!*:_"))
        yield Personal("chat", match.start(), end)
    for match in _PROFILE.finditer(shadow):
        yield Personal("social", match.start(), match.start() + len(match.group().rstrip(".!*:")))


def find_mailboxes(shadow: str) -> Iterator[Personal]:
    for match in _MAILBOX.finditer(shadow):
        at = max(shadow.find("@", match.start(), match.end()), match.start())
        glued = _GLUED.search(shadow, at, match.end() + 3) or _GLUED_FREE.search(
            shadow, at, match.end()
        )
        start = match.start() + (len(match.group()) - len(match.group().lstrip(".-+")))
        yield Personal("email", start, glued.end() if glued else match.end())


def find_accounts(shadow: str) -> Iterator[Personal]:
    for match in _ACCOUNT.finditer(shadow):
        start, end = match.span(1) if match[1] else match.span(2)
        yield Personal("social", start, start + len(shadow[start:end].rstrip(".")))


def mail_mark(address: str) -> str:
    """The mark of a mailbox; a free provider's domain names nobody and stays readable."""
    parts = _SPELLED_AT.split(plain_from_odd(address).lower(), maxsplit=1)
    domain = ".".join(_SPELLED_DOT.split(parts[-1]))
    domain = WORDS["mail"]["bare"].get(domain, domain)
    return f"[email {domain}]" if domain in _FREE else MARKS["email"]
