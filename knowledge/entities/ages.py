"""Finds a person's age, mostly a child's: years and months as stated, or counted from a birth date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.entities.numbers import find_numbers
from knowledge.folding import fold
from knowledge.languages import Language

_OLDEST = 120
_OLDEST_BARE = 40


@dataclass(frozen=True)
class Age:
    """Completed years and, beyond them, completed months (0 to 11)."""

    years: int
    months: int


# Units that only ages have; then those that durations share, which need a cue that an age is meant; then months.
_AGE_UNITS: dict[Language, str] = {
    Language.KO: r"살|세(?![가-힣]*대)|돌",
    Language.EN: r"-?years?[- ]old|-?yrs?[. -]+old|-?y\.?/?o\b|years? of age",
    Language.ZH: r"周?[岁歲]",
    Language.VI: r"tuoi",
    Language.MN: r"(?:нас(?:тай|ны)?|nas(?:tai)?)(?!\w)",
    Language.RU: r"-?летн|годик",
    Language.UZ: r"yosh|yashar",
    Language.UR: r"سال کا|سال کی|سال کے بچ|برس کا|برس کی|saal k[aie]\b|sal k[aie]\b",
}
_SHARED_UNITS: dict[Language, str] = {
    Language.EN: r"years?|yrs?",
    Language.RU: r"лет|года?(?!\w)",
    Language.UR: r"سال|برس|saal|sal\b",
}
_MONTHS: dict[Language, str] = {
    Language.KO: "개월|달",
    Language.EN: r"-?months?",
    Language.ZH: "个月",
    Language.VI: "thang",
    Language.MN: r"сар(?!ын|д)|sar(?!iin)",
    Language.RU: r"месяц|мес\b",
    Language.UZ: r"oy",
    Language.UR: r"ماہ|مہین|maah|mah\b|mahin",
}
_CUES: dict[Language, str] = {
    Language.KO: "아기|아이|애가|애는|아들|딸|나이|생후|된 애|개월이에요|개월 아",
    Language.EN: r"\bold\b|\bage|\bson\b|daughter|child|\bkid|baby|\bhe\b|\bshe\b|\bboy|\bgirl|toddler",
    Language.ZH: "孩子|宝宝|儿子|女儿|年龄|小孩|娃|大$|大了",
    Language.VI: r"\bcon\b|\bbe\b|chau|tuoi",
    Language.MN: r"хүүхэд|хүү|охин|нас|сартай|huuhed|ohin",
    Language.RU: r"сын|доч|реб[её]н|реб|дет|мальчик|девочк|малыш|возраст|\bмне\b|\bему\b|\bей\b|исполн",
    Language.UZ: r"bola|qiz|ogil|farzand|chaqaloq|yosh|oylik",
    Language.UR: r"عمر|بچ|بیٹ|مہین\w* کا|مہین\w* کی|ماہ کا|ماہ کی|umar|umr|bach|beti|beta",
}
# Words of durations: "worked 5 years", "5 years ago".
_NO_CUES: dict[Language, str] = {
    Language.KO: r"전에|동안|째|일했|일한|살았|체류|근무|\d\s?년(?!생)",
    Language.EN: r"\bago\b|\bfor\b|\bsince\b|work|live|stay|month'?s? of|contract",
    Language.ZH: "前|工作|住了|合同|来了|干了|[一两三四五六七八九十][0-9]?年|(?<![0-9]{3})[0-9]年",
    Language.VI: r"truoc|lam viec|hop dong|song o|o han|\d nam\b",
    Language.MN: r"өмнө|ажилла|амьдар|гэрээ|жил",
    Language.RU: r"назад|работа|живу|жив[её]м|прожил|стаж|контракт",
    Language.UZ: r"oldin|ishla|yashay|shartnoma|\byil",
    Language.UR: r"پہلے| سے|کام|معاہدہ|pehle|kaam| se\b",
}
_BORN: dict[Language, str] = {
    Language.KO: "년생|출생|태어|생년월일|생일",
    Language.EN: r"\bborn\b|birth|\bdob\b",
    Language.ZH: "出生|生于|年生|生日",
    Language.VI: r"\bsinh\b",
    Language.MN: r"төрс|tors",
    Language.RU: r"рожд|родил|г\.? ?р\b|rodil",
    Language.UZ: r"tugil|tuqil|tugul",
    Language.UR: r"پیدا|پیدائش|paida|born",
}
_HALF = r"\s?(?:and a half|半|반|ruoi|хагас|с половиной|yarim)"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:년|年|оны|он|-|\.|/)\s?(\d{1,2})(?:\s?(?:월|月|-?р?\s?сар\w*|-|\.|/)\s?(\d{1,2})?)?(?!\d)"
)
_VIETNAMESE = re.compile(r"(?:ngay )?(?:(\d{1,2}) )?thang (\d{1,2}) (?:nam )?((?:19|20)\d\d)")
_MONTH_NAMES: dict[Language, tuple[str, ...]] = {
    Language.EN: ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    Language.RU: ("янв", "фев", "мар", "апр", "ма[йяе]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    Language.UZ: ("yanv", "fev", "mart", "apr", "may", "iyun", "iyul", "avg", "sent", "okt", "noy", "dek"),
    Language.UR: ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر",
                  "دسمبر"),
}  # fmt: skip


def find_age(text: str, language: Language, today: date) -> Age | None:
    """The first age in a text, in completed years and months; None when there is none or a duration is meant.

    A stated age is taken as stated: since 28 June 2023 ages in Korea are international ones (Civil Act, article 158).
    A birth date is counted to `today`. Month and year alone count from the 15th. A year alone gives the age on `today`
    of somebody born on 1 July, with `months` 0. A bare figure from 0 to 40 is years. School grades are no ages.
    """
    folded = fold(text, language)
    if re.search(_BORN[language], folded):
        return _find_birth(folded, language, today) or _find_stated(text, language)
    return _find_stated(text, language) or _find_bare(text, language)


def _find_birth(folded: str, language: Language, today: date) -> Age | None:
    year = _YEAR.search(folded)
    if year is None:
        return None
    for found_year, month, day in _birth_dates(folded, language):
        try:
            return _count(date(found_year, month, day or 15), today)
        except ValueError:
            return None
    age = _count(date(int(year[0]), 7, 1), today)
    if age is None:
        return Age(0, 0) if int(year[0]) == today.year else None
    return Age(age.years, 0)


def _birth_dates(folded: str, language: Language) -> Iterator[tuple[int, int, int | None]]:
    if match := _YEAR_FIRST.search(folded):
        yield int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    elif (match := _DAY_FIRST.search(folded)) or (match := _VIETNAMESE.search(folded)):
        yield int(match[3]), int(match[2]), int(match[1]) if match[1] else None
    elif match := _MONTH_FIRST.search(folded):
        yield int(match[2]), int(match[1]), None
    for month, name in enumerate(_MONTH_NAMES.get(language, ()), start=1):
        if re.search(rf"(?<!\w){fold(name, language)}", folded) and (year := _YEAR.search(folded)):
            day = re.search(r"(?<!\d)(\d{1,2})(?!\d)", folded.replace(year[0], " "))
            yield int(year[0]), month, int(day[1]) if day else None


def _count(birth: date, today: date) -> Age | None:
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    return Age(*divmod(months, 12)) if 0 <= months <= _OLDEST * 12 and birth <= today else None


def _find_stated(text: str, language: Language) -> Age | None:
    months, is_sure, end = 0.0, False, -1
    for number in find_numbers(text, language):
        times, rest, is_age_unit = _unit(fold(text[number.end :], language), language)
        if not times:
            continue
        if months and (times != 1 or number.start - end > _GAP):
            break
        half = 0.5 if re.match(_HALF, rest) else 0
        months, is_sure, end = months + (number.value + half) * times, is_sure or is_age_unit, number.end
    if not 0 < months <= _OLDEST * 12 and not is_sure:
        return None
    if not is_sure and not _means_age(fold(text, language), language):
        return None
    return Age(*divmod(round(months), 12)) if months <= _OLDEST * 12 else None


# Between the figures of "2 years 3 months" there is room for a unit and "and".
_GAP = 16


def _unit(after: str, language: Language) -> tuple[int, str, bool]:
    """Months in the unit after a figure (12, 1, or 0 for none), the text after it, and whether only ages have it."""
    for times, units, is_age_unit in _units(language):
        if match := units.match(after):
            return times, after[match.end() :], is_age_unit
    return 0, after, False


@cache
def _units(language: Language) -> tuple[tuple[int, re.Pattern[str], bool], ...]:
    half = rf"(?:{_HALF})?\s?" if language in (Language.VI, Language.UZ) else r"\s?"
    sets = [(12, _AGE_UNITS[language], True), (12, _SHARED_UNITS.get(language), False), (1, _MONTHS[language], False)]
    return tuple((times, re.compile(half + f"(?:{units})"), is_age) for times, units, is_age in sets if units)


def _means_age(folded: str, language: Language) -> bool:
    if re.search(_NO_CUES[language], folded):
        return False
    is_short = len(re.findall(r"\w+", folded)) <= _SHORT
    return is_short or re.search(_CUES[language], folded) is not None


# An answer of so many words, figures counted, says nothing but the age: "2 года 3 месяца".
_SHORT = 4


def _find_bare(text: str, language: Language) -> Age | None:
    numbers = find_numbers(text, language)
    if len(numbers) != 1 or not numbers[0].value.is_integer() or not 0 <= numbers[0].value <= _OLDEST_BARE:
        return None
    around = text[: numbers[0].start] + text[numbers[0].end :]
    return None if re.search(r"\w", around) else Age(int(numbers[0].value), 0)
