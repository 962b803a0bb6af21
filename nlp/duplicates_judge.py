"""Judge whether two postings advertise one opening: employer, title, text, place, pay, time."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from nlp.duplicate_sketch import PROGRAMMES, RULES, Name, Shingles, Sketch, find_telling
from nlp.occupation import read_occupation
from nlp.posting import Posting

_TEXT, _TITLE, _TIME = RULES["text"], RULES["title"], RULES["time"]
_CODE_DIGITS: Final = 4
_ROLES: Final = frozenset(_TITLE["roles"])
_KNOWN: Final = frozenset(_TITLE["known"])


class Employers(IntEnum):
    """How the employers of two postings are related."""

    OTHER = 0
    HIDDEN = 1  # one of them at least is not told
    ALIAS = 2  # one name is the other with words added
    SAME = 3


class Titles(IntEnum):
    """How the titles of two postings are related."""

    OTHER = 0
    WITHIN = 1  # one says more than the other
    SAME = 2


class Texts(IntEnum):
    """How the texts of two postings are related."""

    APART = 0
    UNKNOWN = 1  # one of them says too little
    ALIKE = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two postings are of one opening, how sure (0 to 1), and what spoke against it."""

    is_same: bool
    score: float
    conflict: str | None = None


class Shared(NamedTuple):
    """What two texts have in common: the true Jaccard, and how much of the shorter is in both."""

    jaccard: float
    held: float


def find_conflict(a: Sketch, b: Sketch) -> str | None:
    """What forbids that two are of one opening: place, level, requisition, study, outlet."""
    if a.regencies and b.regencies:
        if a.regencies.isdisjoint(b.regencies):
            return "other_place"
    elif a.provinces and b.provinces and a.provinces.isdisjoint(b.provinces):
        return "other_place"
    if a.level != b.level:
        return "other_level"
    if a.requisition != b.requisition and a.requisition and b.requisition:
        return "other_requisition"
    if a.studies and b.studies and a.studies.isdisjoint(b.studies):
        return "other_study"
    if a.title_places and b.title_places and a.title_places.isdisjoint(b.title_places):
        return "other_outlet"
    if not (a.beside <= b.beside or b.beside <= a.beside):
        return "other_outlet"
    return None


def are_two_texts(a: Sketch, b: Sketch) -> bool:
    """Whether one portal shows texts of other words at once: two openings, whatever joins them."""
    gap = measure_gap(a, b)
    if a.portal != b.portal or gap is None or gap >= _TIME["again_days"][0]:
        return False
    shared = compare_texts(a.shingles, b.shingles)
    texts = relate_texts(a, b, shared)
    shorter, longer = sorted((len(a.shingles), len(b.shingles)))
    # Beside a full text a portal may show a teaser worded anew; of two short ones none is that.
    is_whole = shorter > 0 and (longer < _TEXT["teaser"] or a.portal in PROGRAMMES)
    is_other = texts == Texts.UNKNOWN and is_whole and shared.held < _TEXT["alike"]
    return texts == Texts.APART or is_other


def judge(a: Sketch, b: Sketch) -> Verdict:
    """Whether two postings advertise the same opening."""
    if conflict := find_conflict(a, b):
        return Verdict(is_same=False, score=0.0, conflict=conflict)
    titles = compare_titles(a.title, b.title)
    employers = compare_employers(a.employers, b.employers)
    if titles == Titles.OTHER and employers != Employers.SAME:
        return _refuse("other_job")
    is_one_portal = a.portal == b.portal
    if titles == Titles.OTHER and is_one_portal and not set(a.title).isdisjoint(b.title):
        return _refuse("other_job")
    if titles == Titles.WITHIN and is_one_portal and _tells_beside(a, b):
        return _refuse("other_outlet")
    # The bodies and branches of a programme share titles and texts.
    if employers != Employers.SAME and {a.portal, b.portal} <= PROGRAMMES:
        return _refuse("other_employer")
    shared = compare_texts(a.shingles, b.shingles)
    texts = relate_texts(a, b, shared)
    if employers in (Employers.OTHER, Employers.HIDDEN) and texts <= Texts.UNKNOWN:
        return _refuse("other_employer")
    if are_two_texts(a, b):
        return _refuse("other_text")
    if reason := _find_doubt(a, b, employers, titles, texts, shared):
        return _refuse(reason)
    text = 0.5 if texts == Texts.UNKNOWN else max(shared.jaccard, shared.held)
    alike = (employers / Employers.SAME + titles / Titles.SAME + text) / 3
    # Of two equally alike, the one nearer in time; a thousand days weigh as much as everything.
    return Verdict(is_same=True, score=alike - (measure_gap(a, b) or 0) / 1000)


def _tells_beside(a: Sketch, b: Sketch) -> bool:
    """Whether of two titles, one within the other, the shorter one tells a place instead."""
    shorter, longer = (a, b) if len(a.title) < len(b.title) else (b, a)
    return not shorter.beside <= longer.beside | set(longer.title)


def _refuse(reason: str) -> Verdict:
    return Verdict(is_same=False, score=0.0, conflict=reason)


def _find_doubt(
    a: Sketch, b: Sketch, employers: Employers, titles: Titles, texts: Texts, shared: Shared
) -> str | None:
    """Why two postings without a conflict are still not of one opening; None where they are."""
    gap = measure_gap(a, b)
    if employers == Employers.SAME:
        if titles == Titles.OTHER:
            return None if _is_renamed(a, b, shared, gap) else "other_job"
        return _doubt_same_employer(a, b, titles, texts, gap)
    is_near = (gap or 0) <= _TIME["near_days"]
    share_place = not a.regencies.isdisjoint(b.regencies)
    if employers == Employers.ALIAS:
        is_job = titles == Titles.SAME or texts == Texts.SAME
        if texts >= Texts.ALIKE and is_job:
            longest = _TIME["copy_days" if texts == Texts.SAME else "window_days"]
            return None if (gap or 0) <= longest else "other_time"
        is_bare = texts == Texts.UNKNOWN and titles == Titles.SAME and len(a.title) > 1
        is_sure = is_bare and share_place and gap is not None and is_near
        return None if is_sure else "other_employer"
    is_copied = max(shared.jaccard, shared.held) >= _TEXT["copied"]
    if employers == Employers.HIDDEN:
        is_job = titles == Titles.SAME or a.portal != b.portal
        is_full = _is_long(a) and _is_long(b)
        is_again = titles == Titles.SAME and is_full and share_place
        is_timely = is_near or (is_again and (gap or 0) <= _TIME["again_days"][1])
        is_sure = (is_job or is_full) and is_copied and is_timely and texts == Texts.SAME
        return None if is_sure else "other_employer"
    is_brand = is_copied or shared.jaccard >= _TEXT["brand"]
    is_long = min(len(a.shingles), len(b.shingles)) >= _TEXT["brand_fewest"]
    is_sure = is_brand and is_long and share_place and is_near and titles == Titles.SAME
    return None if is_sure else "other_employer"


def _is_long(one: Sketch) -> bool:
    return len(one.shingles) >= int(_TEXT["teaser"])


def _share_place(a: Sketch, b: Sketch) -> bool:
    """Whether a place of both is the same, as finely as both tell it.

    A regency may be told in the title alone. On one portal only regencies count: an employer has
    several openings in a province at once.
    """
    one, other = a.regencies or a.title_places, b.regencies or b.title_places
    if (one and other) or a.portal == b.portal:
        return not one.isdisjoint(other)
    return not a.provinces.isdisjoint(b.provinces)


def _is_renamed(a: Sketch, b: Sketch, shared: Shared, gap: int | None) -> bool:
    """Whether an employer's two titles of other words are of one opening at one place.

    On one portal only a repost is; titles that share words name outlets, products, subjects.
    """
    if a.regencies.isdisjoint(b.regencies) or pay_differs(a, b):
        return False
    days = gap or 0
    is_copied = shared.jaccard >= _TEXT["copied"]
    if a.portal == b.portal:
        is_again = _TIME["again_days"][0] <= days <= _TIME["again_days"][1]
        return bool(is_again and is_copied and are_kin(a.job, b.job))
    is_full = _is_long(a) and _is_long(b)
    if days <= _TIME["near_days"] and is_copied and is_full:
        return True
    if not are_kin(a.job, b.job):
        return False
    if days <= _TIME["window_days"] and shared.jaccard >= _TEXT["other_title"]:
        return True
    if gap is None:
        return False
    return bool(gap <= _TIME["kin_days"] and (is_full or pay_agrees(a, b)))


def _doubt_same_employer(
    a: Sketch, b: Sketch, titles: Titles, texts: Texts, gap: int | None
) -> str | None:
    days, is_crosspost = gap or 0, a.portal != b.portal
    is_job = titles == Titles.SAME or is_crosspost
    if texts == Texts.SAME and (is_job or (_is_long(a) and _is_long(b))):
        return None if days <= _TIME["copy_days"] else "other_time"
    if texts == Texts.ALIKE and is_job:
        return None if days <= _TIME["window_days"] else "other_time"
    if pay_differs(a, b):
        return "other_pay"
    share_place = _share_place(a, b)
    if titles == Titles.WITHIN:
        is_near = gap is not None and gap <= _TIME["near_days"]
        beyond = set(a.title) ^ set(b.title)
        is_kin = len(beyond) == 1 and are_kin(a.job, b.job)
        # Where a place is told coarsely, the word must tell nothing of the field of work.
        is_there = share_place and (beyond <= _ROLES or not a.regencies.isdisjoint(b.regencies))
        return None if is_crosspost and is_there and is_near and is_kin else "other_job"
    if texts == Texts.APART:
        soonest, latest = (0, _TIME["anew_days"]) if is_crosspost else _TIME["again_days"]
        is_anew = gap is not None and soonest <= gap <= latest
        return None if share_place and is_anew else "other_job"
    if gap is None and min(len(a.shingles), len(b.shingles)) >= _TEXT["fewest"]:
        return "other_text"
    # A title alone speaks of one opening only about one time, which a missing day does not tell.
    if (a.posted is None) != (b.posted is None):
        return "other_time"
    return None if days <= _TIME["bare_days"] else "other_time"


@lru_cache(maxsize=50_000)
def are_kin(a: str, b: str) -> bool:
    """Whether two titles are of one occupation, as finely as the model tells both."""
    one, other = (read_occupation(Posting(title=title)) for title in (a, b))
    return bool(one and other and len(one.code) == _CODE_DIGITS and one.code == other.code)


def measure_gap(a: Sketch, b: Sketch) -> int | None:
    """Days between two postings at least; None where a date is missing."""
    if a.posted is None or b.posted is None:
        return None
    days = abs((a.posted - b.posted).days)
    slack = int(_TIME["seen_days"]) * (2 - a.is_told - b.is_told)
    return max(0, days - slack)


def relate_texts(a: Sketch, b: Sketch, shared: Shared) -> Texts:
    """How the texts are related; a teaser that is not cut from the full text tells little."""
    shorter, longer = sorted((len(a.shingles), len(b.shingles)))
    if shorter < _TEXT["fewest"]:
        return Texts.UNKNOWN
    if shared.jaccard >= _TEXT["same"] or shared.held >= _TEXT["held"]:
        return Texts.SAME
    if shared.jaccard >= _TEXT["alike"]:
        return Texts.ALIKE
    if shorter < _TEXT["teaser"] and (longer >= 2 * shorter or a.portal != b.portal):
        return Texts.UNKNOWN
    return Texts.APART


def compare_texts(a: Shingles, b: Shingles) -> Shared:
    """What two sets of shingles have in common."""
    if not len(a) or not len(b):
        return Shared(0.0, 0.0)
    n = len(np.intersect1d(a, b, assume_unique=True))
    return Shared(n / (len(a) + len(b) - n), n / min(len(a), len(b)))


def compare_titles(a: Name, b: Name) -> Titles:
    """Whether two titles name one job, but for spelling, order and what one says beyond."""
    if a == b or "".join(a) == "".join(b):
        return Titles.SAME
    left, right = _pair_off(a, b, _TITLE["spelling"], _TITLE["shortest"])
    if left and right:
        return Titles.OTHER
    if left or right:
        return Titles.WITHIN if set(left) != set(a) and set(right) != set(b) else Titles.OTHER
    return Titles.SAME


@lru_cache(maxsize=200_000)
def compare_employers(a: tuple[Name, ...], b: tuple[Name, ...]) -> Employers:
    """How two employers are related, by any of the names of each."""
    if not a or not b:
        return Employers.HIDDEN
    return max(_compare_names(one, other) for one in a for other in b)


def _compare_names(a: Name, b: Name) -> Employers:
    if a == b or "".join(a) == "".join(b):
        return Employers.SAME
    spelling = RULES["employer"]["spelling"], RULES["employer"]["shortest"]
    left, right = _pair_off(a, b, *spelling)
    if not left and not right:
        return Employers.SAME
    shared = (find_telling((a,)) | find_telling((b,))) - set(left) - set(right)
    return Employers.ALIAS if shared and not (left and right) else Employers.OTHER


def _pair_off(a: Name, b: Name, spelling: int, shortest: int) -> tuple[list[str], list[str]]:
    """The words of each that the other has not, misspelt ones taken for the same."""
    left, right = sorted(set(a) - set(b)), sorted(set(b) - set(a))
    for word in tuple(left):
        if len(word) < shortest or not word.isalpha():
            continue
        for other in right:
            if len(other) < shortest or not other.isalpha() or {word, other} <= _KNOWN:
                continue
            if fuzz.ratio(word, other) >= spelling:
                left.remove(word)
                right.remove(other)
                break
    return left, right


def pay_differs(a: Sketch, b: Sketch) -> bool:
    """Whether both tell a range of pay, and the two have nothing in common."""
    (a_low, a_high), (b_low, b_high) = a.pay, b.pay
    if not (a_low and a_high and b_low and b_high):
        return False
    return max(a_low, b_low) > min(a_high, b_high)


def pay_agrees(a: Sketch, b: Sketch) -> bool:
    """Whether both tell the same range of pay."""
    return a.pay == b.pay and None not in a.pay
