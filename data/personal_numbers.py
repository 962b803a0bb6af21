"""Finds telephone numbers, WhatsApp numbers and identity numbers (NIK)."""

import re
from collections.abc import Iterator

from data.personal import WORDS, Personal, any_of

_GAP = r"[\s.\-‐-―()_·•/\ufe0f\u20e3]{0,4}"
_PLUS62 = r"\(?(?:\+\s?|00)62\)?"
_PHONE = re.compile(
    # Mobile: "0812-3456-7890", "(0812) 3456 7890", "62812…", "+62 (0) 812 …"
    rf"(?<!\d)(?:(?:{_PLUS62}|62){_GAP}(?:0{_GAP})?|\(?0\)?[\s\ufe0f\u20e3-]{{0,3}})8(?:{_GAP}\d){{8,11}}(?!\d)|"
    # Landline: "(021) 555-1234", "0274 512345", "+62 21 555 1234"
    rf"(?<!\d)(?:{_PLUS62}{_GAP}(?:0{_GAP})?|\(?0)[2-7]\d{{1,2}}\)?(?:{_GAP}\d){{5,8}}(?!\d)|"
    # Without the plus only in groups: "62-31-8497404"
    r"(?<!\d)62[ .-][2-7]\d{1,2}[ .-]\d{3,4}[ .-]?\d{3,4}(?!\d)|"
    # Others: "0800-1-123456", "+65 9123 4567"
    rf"(?<!\d)0800(?:{_GAP}\d){{6,8}}(?!\d)|"
    rf"(?<![\w+])\+(?!62)[1-9]\d{{0,2}}(?:[ .()-]{{0,3}}\d){{6,12}}(?!\d)"
)
PHONE_WORDS = any_of(WORDS["phone"]["words"] + WORDS["chat"]["words"])
# "WA: 81234567890", "Telp. 555-1234": only a word in front makes these telephones.
_SHORT_PHONE = re.compile(
    rf"(?<![^\W_])(?:(?:{PHONE_WORDS})[\s.:=+(]{{0,4}}"
    rf"((?:62[2-7]|8[1-9])\d(?:[ .-]{{0,2}}\d){{6,9}})|"
    rf"(?:{any_of(WORDS['phone']['local'])})[\s.:=]{{0,4}}([2-9]\d{{2,3}}[ .-]{{0,3}}\d{{3,4}}))"
    r"(?![\d.,]?\d)",
    re.IGNORECASE,
)
_DIGIT_WORD = rf"(?:{any_of(WORDS['phone']['digits'])}|\d)"
_SPELLED = re.compile(
    r"(?<![^\W_])(?:plus\s)?(?:nol|kosong|zero|0|enam\sdua|six\stwo)[\s,.-]{0,3}(?:delapan|eight|8)"
    rf"(?:[\s,.-]{{0,3}}{_DIGIT_WORD}){{7,12}}(?![^\W_])",
    re.IGNORECASE,
)
# What follows a number and belongs to it: "ext 12", "/ 10", "/5551235".
_TAIL = re.compile(
    r"\s{0,2}[,(]?\s?(?:ext|ekst|extension|pesawat|psw)\b[\s.:]{0,3}\d{1,5}\)?|"
    r"(?:\s?/\s?\d{1,4}){1,4}(?!\s?[\d.,:–-]?\s?\d|\s?(?:jam|hari|orang|tahun|thn|bulan|x|%))|"
    r"\s?[/,&]\s?[2-9]\d{2,3}[ .-]?\d{3,4}(?![\d.,]?\d)",
    re.IGNORECASE,
)
_NOT_PHONE = re.compile(
    r"\d\d[.:]\d\d(?!\d)\s*[-–—s(/]|"  # 08.00 - 17.00
    r"0\d[0-5]\d\s?[-–—]\s?[0-2]\d[0-5]\d(?!\d|\s?[-.–]\s?\d)|"  # 0700-1600
    r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d)|"  # 08-12-2024
    r"\+?[1-9]\d{0,2}(?:[.,]\d{3}){2,}$|"  # 628.123.456.789
    r"\d\d\.\d{3}\.\d{3}\.\d-\d{3}"  # 08.123.456.7-891.000 (tax number)
)
_MONEY_BEFORE = re.compile(r"(?:\brp|idr|usd|sgd|myr|[$€£])[\s.:]{0,3}\Z")
_CODE_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{any_of(WORDS['phone']['codes'])})[\s.:#/=-]{{0,4}}(?:(?:no|nomor|number)\b[\s.:#]{{0,3}})?\Z"
)
_GLUED_CODE = re.compile(r"[A-Z]{1,6}[-/_]?\Z|[A-Z\d][-_/]\Z|\d[.,:]\Z")
_WORD_BEFORE = re.compile(rf"(?:{PHONE_WORDS})\W{{0,3}}\Z")
_URL_BEFORE = re.compile(r"(?:://|www\.)\S{1,150}\Z")
_CHAT_WORDS = any_of(WORDS["chat"]["words"])
_CHAT_BEFORE = re.compile(
    rf"(?<![^\W_])(?:{_CHAT_WORDS})(?![^\W\d_])[^\w\n]{{0,4}}(?:(?:no|nomor|only|ke|di|saja)\b\W{{0,3}})?\Z"
)
_CHAT_AFTER = re.compile(rf"\s?[(\[/-]?\s?(?:{_CHAT_WORDS})\b", re.IGNORECASE)
_LIST = re.compile(r"\s?(?:[/,&]|atau|dan|or)\s?")
_NIK = re.compile(
    r"(?<!\d)(\d{6})[ .-]?(\d{2})(\d{2})\d{2}[ .-]?\d{4}(?!\d)|(?<!\d)(?:\d{4} ){3}\d{4}(?!\d)"
)


def _is_phone(shadow: str, match: re.Match[str], *, joined: bool) -> bool:
    """Whether digits shaped like a telephone are one: not hours, dates, pay, codes or addresses."""
    if _NOT_PHONE.match(match.group().lstrip("(")):
        return False
    before = shadow[max(0, match.start() - 160) : match.start()]
    near = before[-30:].lower()
    if _MONEY_BEFORE.search(near) or _CODE_BEFORE.search(near) or _URL_BEFORE.search(before):
        return False
    if joined or not _GLUED_CODE.search(before[-8:]):
        return True
    return _WORD_BEFORE.search(near) is not None


def _phone_end(match: re.Match[str]) -> int:
    """Where the number ends; what stands on the next line is not part of a whole one."""
    text, digits = match.group(), 0
    for i, char in enumerate(text):
        if char in "\n " and digits >= 10 and (char == "\n" or text[:i].lstrip("+(").isdigit()):
            return match.start() + i
        digits += char.isdigit()
    return match.end()


def find_phones(shadow: str) -> Iterator[Personal]:
    last, chat = -1, False
    for match in _PHONE.finditer(shadow):
        joined = last >= 0 and _LIST.fullmatch(shadow, last, match.start()) is not None
        if not _is_phone(shadow, match, joined=joined):
            continue
        end = _phone_end(match)
        while tail := _TAIL.match(shadow, end):
            end = tail.end()
        near = shadow[max(0, match.start() - 30) : match.start()].lower()
        chat = bool(
            _CHAT_BEFORE.search(near) or _CHAT_AFTER.match(shadow, end) or (joined and chat)
        )
        last = end
        # "(0812 3456 7890)": the bracket is the sentence's; in "(021) 555" it is the number's.
        lone = match.group().startswith("(") and ")" not in shadow[match.start() : end]
        yield Personal("chat" if chat else "phone", match.start() + lone, end)
    for match in _SHORT_PHONE.finditer(shadow):
        start, end = match.span(1) if match[1] else match.span(2)
        near = shadow[max(0, start - 30) : start].lower()
        yield Personal("chat" if _CHAT_BEFORE.search(near) else "phone", start, end)
    for match in _SPELLED.finditer(shadow):
        if any(char.isalpha() for char in match.group()):
            yield Personal("phone", *match.span())


def find_niks(shadow: str) -> Iterator[Personal]:
    for match in _NIK.finditer(shadow):
        digits = "".join(filter(str.isdigit, match.group()))
        birth_day, birth_month, province = int(digits[6:8]), int(digits[8:10]), int(digits[:2])
        # Women's days of birth are written plus forty (Permendagri 102/2019).
        if 1 <= birth_day <= 71 and 1 <= birth_month <= 12 and 11 <= province <= 97:
            yield Personal("nik", *match.span())
