"""Lengths of time in a resident's words: years, months, weeks and days, and hours of work a week."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.entities.numbers import read_digitised
from knowledge.folding import fold
from knowledge.languages import Language

DAYS_A_MONTH = 30.4375
HOURS_A_DAY = 24
HOURS_A_WEEK = 168
_LARGEST_BARE = 100


@dataclass(frozen=True)
class Duration:
    """A length of time; a year is twelve months, a week seven days, half a month fifteen days."""

    months: int
    days: int

    @property
    def total_days(self) -> int:
        """Days in all, with 30.4375 days a month, rounded."""
        return round(self.months * DAYS_A_MONTH + self.days)


@dataclass(frozen=True)
class FoundDuration:
    """A duration and where it stands: `text[start:end]` of the given text."""

    start: int
    end: int
    value: Duration


# Patterns of years, months, weeks and days in folded spelling. What would be part of a date is kept out: a year or
# month that a month or day follows, a day after a month.
_UNITS: dict[Language, tuple[str, str, str, str]] = {
    Language.KO: (r"(?:년|해)(?! ?\d+ ?월)", "개월|달", "주일|주간|주(?!년)", "일(?![하했을])|날"),
    Language.EN: (r"(?:years?|yrs?|y)\b", r"(?:months?|mths?|mos?)\b", r"(?:weeks?|wks?)\b", r"days?\b"),
    Language.ZH: (
        r"年(?! ?\d+ ?月)",
        "个月|個月",
        "个?星期|個星期|个?礼拜|個禮拜|周(?!岁)|週",
        "天|日(?=内|之内|以内|间)",
    ),
    Language.VI: (r"nam\b(?! \d{4})", r"thang\b(?! \d+ nam \d{4}|[ ,]+\d{4})", r"tuan\b", r"(?:ngay|hom)\b"),
    Language.MN: (
        r"(?:жил|jil)\w*",
        r"(?:сар|sar)(?!(?:ын|iin|yn|in) \d)\w*",
        r"(?:долоо|doloo|7) ?(?:хоног|[hkx]+onog)\w*",
        r"(?:өдөр|өдр|хоног|[hkx]+onog|odor|udur)\w*",
    ),
    Language.RU: (
        r"(?:год(?:а|у|ов)?|лет|god(?:a|ov)?|let)\b",
        r"(?:месяц[а-я]*|мес|mesya(?:ts|c)\w*|mes)\b",
        r"(?:недел[а-я]*|nedel\w*)",
        r"(?:день|дня|дней|дн|сут[а-я]*|den|dnya|dn[ei][iy])\b",
    ),
    Language.UZ: (r"yil\w*", r"oy(?!l|n)\w*", r"hafta\w*", r"kun(?!i\b)\w*"),
    Language.UR: (
        r"(?:سال|برس|saa?l|baras)\b",
        r"(?:مہینے|مہینہ|مہینوں|ماہ|mahin[ae]h?|mahino|maheen[ae]|mah)\b",
        r"(?:ہفتے|ہفتہ|ہفتوں|haft[ae]y?)\b",
        r"(?:دن|دنوں|روز|din|roz)\b",
    ),
}
_NUMBER = {
    Language.EN: r"(?<![\d.,])(?P<n>\d{1,4}(?:\.\d)?|\ban?)(?: a)?",
    Language.RU: r"(?:(?<![\d.,])(?P<n>\d{1,4}(?:[.,]\d)?)(?:-?х)?|(?<=через )|(?<=cherez )|(?<=уже )|(?<=почти )"
    r"|^(?=[^\W\d])|(?<!\w)(?=год (?:и|с) )|(?<!\w)(?=\w+ (?:тому )?(?:назад|nazad)))",
    Language.VI: r"(?<![\d.,/])(?<!ngay )(?<!thang )(?<!mung )(?<!mong )(?<!thu )(?P<n>\d{1,4}(?:[.,]\d)?)",
    Language.MN: r"(?:(?<![\d.,])(?<!оны )(?P<n>\d{1,4}(?:[.,]\d)?)|(?<!\w)(?=долоо|doloo)"
    r"|(?<!\w)(?=\w+ (?:өмнө|дараа)))",
    Language.KO: r"(?<![\d.,])(?<!월)(?<!월 )(?<![음번난]달)(?<![음번난]달 )(?<![음번난] 달 )(?P<n>\d{1,4}(?:\.\d)?)",
    Language.ZH: r"(?<![\d.,])(?<!月)(?<!月 )(?P<n>\d{1,4}(?:\.\d)?)",
}
_ANY_NUMBER = r"(?<![\d.,])(?P<n>\d{1,4}(?:[.,]\d)?)"
_HALF_AFTER = r"(?P<half> ?(?:(?:and|и|с|va|và|اور) )?(?:a )?0\.5(?!\d| ?(?:년|年|개|个)))?"
_LINK = re.compile(r"[ ,]*(?:(?:and|va|i|ва|и|ба|болон|اور|aur|그리고|零|又|또)[ ]?)?")
# Word for days, in digits, that is no number by itself.
_WORDS = {
    Language.KO: {"이틀": "2일", "사흘": "3일", "나흘": "4일", "닷새": "5일", "열흘": "10일", "보름": "15일"},
    Language.RU: {"полгода": "6 месяцев", "полугода": "6 месяцев", "polgoda": "6 mesyacev"},
}
_MONTHS_A_UNIT = (12, 1, 0, 0)
_DAYS_A_UNIT = (0, 30, 7, 1)
_LARGEST = (99, 600, 999, 9999)


def find_duration(text: str, language: Language) -> Duration | None:
    """Return the first duration of a text, its parts summed ("1 year 3 months"), or None."""
    found = find_durations(text, language)
    return found[0].value if found else None


def find_durations(text: str, language: Language) -> list[FoundDuration]:
    """All durations of a text in their order; parts that follow each other, larger first, are one duration."""
    digitised = read_digitised(text, language, _WORDS.get(language, {}))
    chains: list[list[tuple[int, int, int, float]]] = []
    for match in _parts(language).finditer(digitised.text):
        part = _read_part(match)
        if part is None:
            continue
        last = chains[-1][-1] if chains else None
        if last and part[2] > last[2] and _LINK.fullmatch(digitised.text[last[1] : part[0]]):
            chains[-1].append(part)
        else:
            chains.append([part])
    return [FoundDuration(*digitised.span(chain[0][0], chain[-1][1]), _sum(chain)) for chain in chains]


@cache
def _parts(language: Language) -> re.Pattern[str]:
    units = "|".join(f"(?P<u{i}>{_pattern(unit, language)})" for i, unit in enumerate(_UNITS[language]))
    return re.compile(rf"{_NUMBER.get(language, _ANY_NUMBER)}[ -]?(?:{units}){_HALF_AFTER}")


def _read_part(match: re.Match[str]) -> tuple[int, int, int, float] | None:
    """Start, end, index of the unit and amount; None for what is no length (a calendar year)."""
    unit = next(i for i in range(len(_LARGEST)) if match[f"u{i}"])
    written = match["n"] or "1"
    amount = 1.0 if written.isalpha() else float(written.replace(",", "."))
    if not 0 < amount <= _LARGEST[unit]:
        return None
    return match.start(), match.end(), unit, amount + (0.5 if match["half"] else 0)


def _sum(chain: list[tuple[int, int, int, float]]) -> Duration:
    months = days = 0
    for _, _, unit, amount in chain:
        if _MONTHS_A_UNIT[unit]:
            in_months = amount * _MONTHS_A_UNIT[unit]
            months += int(in_months)
            days += round(in_months % 1 * 30)
        else:
            days += round(amount * _DAYS_A_UNIT[unit])
    return Duration(months, days)


_HOURS = {
    Language.KO: "시간",
    Language.EN: r"(?:hours?|hrs?|h)\b",
    Language.ZH: "个?(?:小时|钟头)|個?(?:小時|鐘頭)",
    Language.VI: r"(?:gio|tieng|h)\b",
    Language.MN: r"(?:цаг|[tc]s?ag)\w*",
    Language.RU: r"(?:час[а-я]*|ч|chas\w*)\b",
    Language.UZ: r"so?aa?t\w*",
    Language.UR: r"(?:گھنٹ\w+|ghant\w+|hours?)",
}
_MINUTES = r"(?: ?(?P<minutes>\d{1,2}) ?(?:분|min|мин|分|phut|daqiqa|منٹ)\w*)?"
# What makes hours those of a week: what stands before them, what stands after them.
_WEEKLY: dict[Language, tuple[str, str]] = {
    Language.KO: (r"(?<![가-힣])(?:주|일주일에?|1주일?에?|주당|매주) ?(?:총 )?", r" ?/ ?주"),
    Language.EN: (r"week(?:ly)?:? ", r" ?(?:of work )?(?:an?|1|one|per|each|every|in an?|/) ?week| weekly"),
    Language.ZH: (r"(?:周|星期|礼拜|週)(?:大概|大约|一共|总共|工作|上班|做|干|打工)* ?", r" ?/ ?周"),
    Language.VI: (r"tuan (?:lam )?", r" ?(?:(?:lam )?(?:mot|moi|1|trong 1|/) ?)?tuan"),
    Language.MN: (r"(?:долоо|doloo|7) ?(?:хоногт|хоног бүр|[hkx]+onogt) ", r" ?/ ?долоо хоног"),
    Language.RU: (r"(?:недел[юи]|еженедельно|nedelyu) (?:по )?", r" (?:в|за|v|za) (?:1 )?(?:нед|ned)\w+| еженедельно"),
    Language.UZ: (r"hafta(?:siga|da|lik|ga) (?:\w+ )?", r" haftasiga| bir haftada| haftada"),
    Language.UR: (r"(?:ہفتے میں|ہفتہ وار|فی ہفتہ|hafte me[in]*) ", r" (?:فی ہفتہ|ہفتہ وار|ہفتے میں|hafte me|per week)"),
}
_DAILY = {
    Language.KO: "하루|매일|일일|1일",
    Language.EN: r"\b(?:an?|per|each|every|/) ?day\b|daily",
    Language.ZH: "每天|每日|1天|天天",
    Language.VI: r"(?:moi|1|mot|/|hang) ?ngay",
    Language.MN: "өдөрт|өдөр бүр|өдрийн|odort|udurt",
    Language.RU: r"в день|в сутки|кажд\w+ день|ежедневно|v den|v sutki",
    Language.UZ: "kuniga|har kuni|kunlik|kuniga",
    Language.UR: "روزانہ|ایک دن|1 دن|دن میں|یومیہ|rozana|din me",
}


def find_weekly_hours(text: str, language: Language) -> float | None:
    """Return hours of work a week, or None where the text leaves open whether it speaks of a day or a week.

    Of several hours only those said to be of a week count. A bare number from 1 to 100 counts as hours a week; hours
    of a day count with the number of days a week.
    """
    digits = read_digitised(text, language).text.strip(" .!~")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d)?", digits):
        bare = float(digits.replace(",", "."))
        return _within(bare, _LARGEST_BARE)
    hours = [_read_hours(match) for match in _hours(language).finditer(digits)]
    weekly = next((m for m in _hours(language).finditer(digits) if _is_weekly(m, language)), None)
    if weekly:
        return _within(_read_hours(weekly), HOURS_A_WEEK)
    if len(hours) != 1:
        return None
    days = re.search(rf"(?<![\d.,~–-])([2-7]) ?(?:{_pattern(_UNITS[language][3], language)})", digits)
    if days and hours[0] <= HOURS_A_DAY:
        return _within(hours[0] * int(days[1]), HOURS_A_WEEK)
    daily = re.search(_pattern(_DAILY[language], language), digits)
    return None if daily or hours[0] <= HOURS_A_DAY else _within(hours[0], HOURS_A_WEEK)


def _within(hours: float, most: float) -> float | None:
    return hours if 0 < hours <= most else None


def _is_weekly(match: re.Match[str], language: Language) -> bool:
    before, after = (_pattern(pattern, language) for pattern in _WEEKLY[language])
    text, start, end = match.string, match.start(), match.end()
    return bool(re.search(rf"(?:{before})$", text[:start]) or re.match(after, text[end:]))


@cache
def _hours(language: Language) -> re.Pattern[str]:
    unit = _pattern(_HOURS[language], language)
    amount = r"(?<![\d.,])(?<!\d[-~–])(?P<h>\d{1,3}(?:[.,]\d)?)"
    return re.compile(rf"{amount} ?(?:{unit})(?P<half> ?0\.5)?{_MINUTES}")


def _read_hours(match: re.Match[str]) -> float:
    return float(match["h"].replace(",", ".")) + (0.5 if match["half"] else 0) + int(match["minutes"] or 0) / 60


def _pattern(pattern: str, language: Language) -> str:
    """A pattern in the spelling in which texts are compared; only the Urdu letters above are not folded."""
    spaces = len(pattern) - len(pattern.lstrip()), len(pattern) - len(pattern.rstrip())
    return " " * spaces[0] + fold(pattern, language) + " " * spaces[1] if language is Language.UR else pattern
