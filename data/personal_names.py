"""Finds the names of contact persons, by the words and numbers around them."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from data.personal import WORDS, Personal, any_of
from data.personal_numbers import PHONE_WORDS

STRONG, WEAK, CHANNEL, TITLED, _SKIP, _NEVER, HONORIFICS = (
    frozenset(WORDS["name"][key])
    for key in ("strong", "weak", "channel", "titled", "skip", "never", "honorifics")
)
_CUES: Final = {word.split()[0] for word in STRONG} | WEAK | CHANNEL | TITLED
_NAME_WORD = (
    r"(?:[A-ZÀ-Þ][a-zß-ÿ'’]{1,20}(?:-[A-Z][a-z]{1,20})?|[A-ZÀ-Þ]{2,20}(?![^\W_])|[A-Z]\.?(?![\w]))"
)
_NAME = re.compile(rf"{_NAME_WORD}(?:[ .] ?{_NAME_WORD}){{0,3}}")
_LOWER_NAME = re.compile(
    r"([a-z]{3,15}(?: [a-z]{3,15})??)"
    r"(?=[\s:=(–-]{1,4}(?:(?:di|ke|via|wa|hp|telp|no|nomor)[\s.:]{1,2}){0,2}\ue000)"
)
_BETWEEN = re.compile(r"[\s:=.,*>(\[/\"'|-–-]{0,6}")
_TOKEN = re.compile(r"[^\W\d_][^\W\d_./-]{0,20}(?:[./][^\W\d_](?![^\W_]))?")
_DOTTED = re.compile(rf"(?<![^\W_])(?:{'|'.join(WORDS['name']['dotted'])})", re.IGNORECASE)
_NUMBER_NEXT = re.compile(
    rf"[\s:=(–/,-]{{0,4}}(?:(?:{PHONE_WORDS})[\s.:=(]{{0,4}}){{0,2}}[\ue000\ue002]", re.IGNORECASE
)
_BORNE_OUT = re.compile(
    rf"\s{{0,2}}(?:$|[\n.,;)(/]|(?:{any_of(WORDS['name']['then'])})\b)", re.IGNORECASE
)
_AND = re.compile(
    r"\s?[/&]\s?|\s(?:dan|atau|or|and)\s|\s?,\s?(?=(?:Ibu|Bu|Bapak|Bpk|Pak|Mba|Kak)\b)"
)
_TITLE = re.compile(rf"(?:{any_of(HONORIFICS)})\b\.?\s{{0,2}}", re.IGNORECASE)
_OWNER_BEFORE = re.compile(
    rf"(?:(?P<title>(?<![^\W_])(?:(?i:{any_of(HONORIFICS)}))\b\.?\s{{1,2}})|(?P<start>^|[\n/,(:*-]\s?|\d\.\s|\s(?:atau|dan|or)\s)"
    rf"(?!(?i:{any_of(HONORIFICS)})\b))"
    rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,2}})"
    rf"\s{{0,2}}[:(=–,-]?\s{{0,2}}(?i:(?:{PHONE_WORDS})[\s.:]{{0,3}})?\(?$"
)
# "0812… - Rina" and nothing more on the line.
_DASH_NAME = re.compile(r" ?[-–:] ?[^\n,;:()]{2,30}")
_LINE_END = re.compile(r"\s{0,2}(?:$|\n)")
_ACRONYM = re.compile(r"[A-Z]{1,5}")
_TOLD = re.compile(r"\s{0,2}[.:=]")
_TOLD_ONLY: Final = frozenset(WORDS["name"]["told"])
_VERBS: Final = frozenset({"hubungi", "hubungin"})
_CHAT_WORDS: Final = frozenset(WORDS["chat"]["words"]) | {"hp", "telp", "telepon"}
_REACHED_BY = re.compile(r"\s{1,2}(?:on|at|via|di|pada|melalui)\b", re.IGNORECASE)
_CLOSED = re.compile(r"\)\s{0,2}(?:$|[\n.,;\ue000])")
_NUMBER_RUN = re.compile(r"[\ue000\ue002]+")


def _is_never(word: str) -> bool:
    return word.strip(".'’").lower() in _NEVER


def _name_end(name: str) -> int:
    """How far the capital words are a name: "Rina HRD" ends after "Rina"."""
    end = 0
    for word in re.finditer(r"[^\s.]+\.?", name):
        if _is_never(word.group()):
            break
        end = word.end()
    length = len(name[:end].rstrip(".'’ "))
    # "T: 021… F: 021…": a letter alone is a heading, not a name.
    return length if length > 1 else 0


class _Cue(NamedTuple):
    """A place after which a name may come, and what must bear it out."""

    at: int
    strength: Literal["strong", "weak", "channel", "titled", "number"]
    word: str = ""


def _list_cues(shadow: str) -> Iterator[_Cue]:
    """Every place after which a contact person may be named."""
    previous = ""
    for match in _TOKEN.finditer(shadow):
        word = match.group().lower()
        if word in STRONG or f"{previous} {word}" in STRONG:
            yield _Cue(match.end(), "strong", word)
        elif word in WEAK:
            yield _Cue(match.end(), "weak", word)
        elif word in CHANNEL and previous not in ("follow", "set", "start", "back"):
            yield _Cue(match.end(), "channel", word)
        elif word in TITLED:
            yield _Cue(match.end(), "titled", word)
        previous = word
    for match in _DOTTED.finditer(shadow):
        yield _Cue(match.end(), "strong")
    for match in _NUMBER_RUN.finditer(shadow):
        yield _Cue(match.end(), "number")


def _read_after(shadow: str, cue: _Cue) -> Iterator[Personal]:
    """The names that come after a cue, past titles, posts and channels."""
    at, titled, opened, word = cue.at, False, False, ""
    for _ in range(6):
        gap = _BETWEEN.match(shadow, at)
        passed = gap.group() if gap else ""
        if passed.count("\n") > ((":" in passed) or cue.strength == "strong"):
            return
        if "." in passed and word in _SKIP and len(word) > 3:
            return
        at, opened = at + len(passed), opened or "(" in passed
        token = _TOKEN.match(shadow, at)
        if token is None:
            return
        word = token.group().lower()
        if word in HONORIFICS:
            titled = True
        elif word in _SKIP:
            # "0812… an Rini": after a number "an" (a.n.) says whose it is.
            titled = word == "an" and cue.strength == "number"
        else:
            yield from _read_names(shadow, at, cue, titled=titled, opened=opened)
            return
        at = token.end()


def _read_names(
    shadow: str, at: int, cue: _Cue, *, titled: bool, opened: bool
) -> Iterator[Personal]:
    """One name, or several joined by "/", "&", "atau"."""
    while True:
        match = _NAME.match(shadow, at)
        length = _name_end(match.group()) if match else 0
        lower = None if length else _LOWER_NAME.match(shadow, at)
        if lower and not any(_is_never(w) or w in _SKIP for w in lower.group().split()):
            length = len(lower.group())
        end = at + length
        if not length or not _is_borne_out(shadow, at, end, cue, titled=titled, opened=opened):
            return
        yield Personal("name", at, end)
        joint = _AND.match(shadow, end)
        if joint is None:
            return
        title = _TITLE.match(shadow, joint.end())
        at, titled = (title.end(), True) if title else (joint.end(), titled)


def _is_borne_out(shadow: str, at: int, end: int, cue: _Cue, *, titled: bool, opened: bool) -> bool:
    """Whether what stands around the capital words makes them a person's name."""
    if titled or _NUMBER_NEXT.match(shadow, end):
        return True
    if _ACRONYM.fullmatch(shadow, at, end) and not (opened and cue.strength == "number"):
        return False
    if cue.strength == "strong":
        if cue.word in _TOLD_ONLY and not _TOLD.match(shadow, cue.at):
            return False
        return "," not in shadow[cue.at : at]
    if cue.strength == "weak":
        # "CONTACT CENTER DI SEMARANG": in capitals a headline, too, looks like a name.
        if shadow[at:end].isupper():
            return False
        told = _TOLD.match(shadow, cue.at) or cue.word in _VERBS
        return (_BORNE_OUT if told else _REACHED_BY).match(shadow, end) is not None
    if cue.strength == "number":
        closed = shadow[end : end + 1] in (")", "/")
        alone = _DASH_NAME.fullmatch(shadow, cue.at, end) and _LINE_END.match(shadow, end)
        return (opened and closed) or alone is not None
    return cue.word in _CHAT_WORDS and opened and _CLOSED.match(shadow, end) is not None


def _find_owners(shadow: str) -> Iterator[Personal]:
    """Names right before a number: "Ibu Sari (0812…)", in a list of contacts also "Rina: 0812…"."""
    for run in _NUMBER_RUN.finditer(shadow):
        before = shadow[max(0, run.start() - 70) : run.start()]
        match = _OWNER_BEFORE.search(before)
        length = _name_end(match["name"]) if match else 0
        # "Sdr. Tono WA 0812…" is a name and a channel; without the title it need not be a name.
        if match is None or not length or (not match["title"] and length < len(match["name"])):
            continue
        if match["title"] is None:
            context = shadow[max(0, run.start() - 200) : run.start()].lower()
            if _CUES.isdisjoint(re.findall(r"[^\W\d_]{2,20}", context)):
                continue
        offset = run.start() - len(before)
        yield Personal("name", offset + match.start("name"), offset + match.start("name") + length)


def find_names(shadow: str) -> Iterator[Personal]:
    for cue in _list_cues(shadow):
        yield from _read_after(shadow, cue)
    yield from _find_owners(shadow)
