"""Calendar dates in a resident's words: written out, by month name, or told from today.

Left out because they say two things: Urdu "کل" and "پرسوں" alone (yesterday or tomorrow), and a weekday alone.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from knowledge.entities.durations import find_durations
from knowledge.entities.numbers import read_digitised, read_folded
from knowledge.folding import fold, strip_marks
from knowledge.languages import Language


@dataclass(frozen=True)
class FoundDate:
    """A date and where it stands, `text[start:end]`; `assumed`: the year, the order or the week had to be guessed."""

    start: int
    end: int
    value: date
    assumed: bool


@dataclass(frozen=True)
class _Speech:
    """How a language tells time from today, as patterns of folded text.

    `days`, `month` (this, next, last), `year` and `week` list offsets with their patterns, a semicolon between; a
    weekday stands at "#" in `week`. `ago` and `later`: what stands before and after a duration. `end` and `day`: the
    end and a day of such a month, which stands at "#".
    """

    days: str
    ago: tuple[str, str]
    later: tuple[str, str]
    month: str
    year: str
    weekdays: str
    week: str
    end: str
    day: str


_NEVER = "(?!)"
_D = r"(?<!\d)(\d{1,2})(?!\d)"
_SPEECH = {
    Language.KO: _Speech(
        days="0 오늘;1 내일(?!배움|모레);2 내일모레|모레;3 글피;-1 어제;-2 그저께|그제(?!서)|엊그제",
        ago=(_NEVER, " ?전(?!화|세|입|문|체|국|부)"),
        later=(_NEVER, " ?(?:뒤|후|있다가)"),
        month="0 이번 ?달|이달;1 다음 ?달|담달|내달;-1 지난 ?달|저번 ?달",
        year="0 올해|금년;1 내년|다음 ?해;-1 작년|지난해",
        weekdays="월요일 화요일 수요일 목요일 금요일 토요일 일요일",
        week="0 이번 ?주 ?#;1 (?:다음|담) ?주 ?#;-1 (?:지난|저번) ?주 ?#",
        end="# ?말일?|(?<![가-힣])월말",
        day=rf"#(?:의)? ?{_D} ?일",
    ),
    Language.EN: _Speech(
        days=r"0 \btoday\b;2 \b(?:the )?day after (?:tomorrow|tmr)\b;1 \b(?:tomorrow|tommorow|tomorow|tmrw?)\b"
        r";-2 \b(?:the )?day before yesterday\b;-1 \byesterday\b",
        ago=(_NEVER, r" (?:ago|back|earlier)\b"),
        later=(r"\bin ", r" (?:from (?:now|today)|later)\b"),
        month=r"0 \bthis month\b;1 \bnext month\b;-1 \blast month\b",
        year=r"0 \bthis year\b;1 \bnext year\b;-1 \blast year\b",
        weekdays="monday tuesday wednesday thursday friday saturday sunday",
        week="0 this #;1 # next week;-1 # last week;8 last #;9 next #",
        end=r"(?:the )?end of (?:#|(?:the )?month\b)|# end\b",
        day=rf"{_D}(?:st|nd|rd|th)?(?: day)? (?:of )?#|#,?(?: on)?(?: the)? {_D}(?:st|nd|rd|th)\b",
    ),
    Language.ZH: _Speech(
        days="0 今天|今日;3 大后天|大後天;2 后天|後天;1 明天|明日;-3 大前天;-2 前天;-1 昨天|昨日",
        ago=(_NEVER, "(?:以|之)?前"),
        later=("再?过", "(?:以|之)?[后後]"),
        month="0 这个?月|這個?月|本月;1 下个?月|下個月;-1 上个?月|上個月",
        year="0 今年|本年;1 明年;-1 去年",
        weekdays="一 二 三 四 五 六 日天",
        week="0 (?:这|這|本)个?(?:周|星期|礼拜|週)#;1 下个?(?:周|星期|礼拜|週)#;-1 上个?(?:周|星期|礼拜|週)#",
        end="#的?(?:底|末)|(?<![个個])月底",
        day=rf"#的?{_D} ?[日号號]",
    ),
    Language.VI: _Speech(
        days=r"0 \bhom nay\b;1 \b(?:ngay|sang|chieu|toi|hom) mai\b;2 \bngay kia\b;-1 \bhom qua\b;-2 \bhom kia\b",
        ago=(r"\bcach day ", r" truoc\b(?! (?:khi|ngay|het|do)\b)"),
        later=(_NEVER, r" (?:nua|sau|toi)\b"),
        month=r"0 \bthang nay\b;1 \bthang (?:sau|toi)\b;-1 \bthang (?:truoc|roi|vua roi)\b",
        year=r"0 \bnam nay\b;1 \bnam (?:sau|toi)\b;-1 \bnam (?:ngoai|truoc|roi)\b",
        weekdays="thu~2 thu~3 thu~4 thu~5 thu~6 thu~7 chu~nhat",
        week="0 # tuan nay;1 # tuan (?:sau|toi);-1 # tuan (?:truoc|roi|qua);9 # toi",
        end="cuoi (?:#|thang)",
        day=rf"(?:(?:ngay|hom|mung|mong) )?{_D} #|# (?:ngay|hom|mung|mong) {_D}",
    ),
    Language.MN: _Speech(
        days="0 өнөөдөр|onoodor|unuudur|onodor;2 нөгөөдөр|nogoodor;1 маргааш|margaash;-1 өчигдөр|ochigdor|uchigdur"
        ";-2 уржигдар|urjigdar",
        ago=(_NEVER, " (?:өмнө|омно|omno|umnu)"),
        later=(_NEVER, " (?:дараа|daraa)"),
        month=r"0 (?:энэ|ene) (?:сар|sar)\w*;1 (?:ирэх|дараа|дараагийн|ireh|irekh|daraa|daraagiin) (?:сар|sar)\w*"
        r";-1 (?:өнгөрсөн|өнгөрөгч|ongorson|ungursun) (?:сар|sar)\w*",
        year=r"0 (?:энэ|ene) (?:жил|jil)\w*;1 (?:ирэх|дараа|ireh) (?:жил|jil)\w*"
        r";-1 (?:өнгөрсөн|ongorson) (?:жил|jil)\w*|ноднин\w*",
        weekdays="даваа|davaa мягмар|myagmar лхагва|lhagva пүрэв|purev баасан|baasan бямба|byamba ням|nyam",
        week=r"0 энэ долоо хоногийн #;1 (?:ирэх|дараа|дараагийн) долоо хоногийн #;-1 өнгөрсөн долоо хоногийн #"
        r";8 өнгөрсөн #"
        r";9 (?:ирэх|дараагийн|daraagiin|ireh) #",
        end="(?:#|(?:сарын|sariin)) (?:сүүл|эцэс|эцс|suul|ets)",
        day=rf"# {_D}(?! ?(?:хоног|өдөр б|сая|мянга|цаг))",
    ),
    Language.RU: _Speech(
        days=r"0 \b(?:сегодня|segodnya)\b;2 \b(?:послезавтра|poslezavtra)\b;1 \b(?:завтра|zavtra)\b"
        r";-2 \b(?:позавчера|pozavchera)\b;-1 \b(?:вчера|vchera)\b",
        ago=(_NEVER, r" (?:тому )?(?:назад|nazad)\b"),
        later=(r"\b(?:через|спустя|cherez) ", r" спустя\b"),
        month=r"0 (?:эт|текущ)[а-я]+ месяц[а-я]*;1 (?:следующ|будущ)[а-я]+ месяц[а-я]*;-1 прошл[а-я]+ месяц[а-я]*",
        year=r"0 (?:этого|этом|сего) год[ау];1 (?:следующего|следующем|будущего) год[ау];-1 прошл(?:ого|ом) год[ау]",
        weekdays="понедельник вторник|вторника сред[ауы] четверг пятниц[ауы] суббот[ауы] воскресенье|воскресенья",
        week=r"0 (?:этот|эту|это) #;8 прошл(?:ый|ую|ое) #;9 (?:следующ(?:ий|ую|ее)|ближайш(?:ий|ую|ее)) #"
        r";1 # на следующей неделе",
        end="кон(?:ец|ца|цу|це) (?:#|месяца)",
        day=rf"{_D}(?:-?[а-я]{{1,3}})?(?: числа)? #|# {_D}(?:-?[а-я]{{1,3}})?(?: числа)",
    ),
    Language.UZ: _Speech(
        days="0 bugun;1 ertaga;2 indin;-1 kecha(?!si|la);-2 otgan kuni",
        ago=(_NEVER, " (?:oldin|avval|ilgari|burun)"),
        later=(_NEVER, r" (?:keyin|song|sung)\b"),
        month=r"0 \b(?:shu|bu) oy\w*;1 \b(?:kelasi|keyingi|kelgusi) oy\w*;-1 \b(?:otgan|utgan) oy\w*",
        year=r"0 \b(?:shu|bu) yil\w*;1 \b(?:kelasi|keyingi) yil\w*;-1 \b(?:otgan|utgan) yil\w*",
        weekdays="dushanba seshanba chorshanba payshanba juma shanba yakshanba",
        week=r"0 \b(?:shu|bu) (?:hafta )?#;-1 \b(?:otgan|utgan) hafta #;8 \b(?:otgan|utgan) #"
        r";1 \b(?:kelasi|keyingi) hafta #"
        r";9 \b(?:kelasi|keyingi) #",
        end=r"(?:#|\boy(?:ning|ni)?) (?:oxir|ohir)",
        day=rf"#,? {_D}(?! ?(?:ming|mln|million|soat|marta|hafta))(?:[- ]?(?:si|chi|inchi|san|kun)\w*)?",
    ),
    Language.UR: _Speech(
        days=r"0 \b(?:آج|aaj)\b;1 \bآنے والے? کل\b;-1 \b(?:گزشتہ|گزرے|گزرا ہوا) کل\b",
        ago=(_NEVER, r" (?:پہلے|قبل|pehle|pehlay|pahle)\b"),
        later=(_NEVER, r" (?:بعد|کے بعد|baad|bad)\b"),
        month="0 (?:اس|is) (?:مہینے|ماہ|mahine);1 (?:اگلے|آئندہ|agle) (?:مہینے|ماہ|mahine)"
        ";-1 (?:پچھلے|گزشتہ|pichle) (?:مہینے|ماہ|mahine)",
        year="0 (?:اس|is) (?:سال|saal);1 (?:اگلے|آئندہ|agle) (?:سال|saal);-1 (?:پچھلے|گزشتہ|pichle) (?:سال|saal)",
        weekdays="پیر|سوموار|peer منگل|mangal بدھ|budh جمعرات|jumerat جمعہ|jumma ہفتہ|ہفتے اتوار|itwar",
        week=r"0 اس #\b;8 (?:پچھلے|گزشتہ|pichle) #\b;1 اگلے ہفتے (?:کے )?#\b;9 (?:اگلے|آنے والے|agle) #\b",
        end="(?:#|مہینے|ماہ|mahine) (?:کے |ke )?(?:آخر|اختتام|end|akhir)",
        day=rf"#(?: (?:کی|کے|ki|ke))? {_D}(?! ?(?:دن|گھنٹے|ہزار|لاکھ|hazar))(?: (?:تاریخ|tareekh))?",
    ),
}
# Words that tie a duration to an event ("3 days before the visa ends"): before it, after it. Then it is no date.
_EVENT: dict[Language, tuple[str, str]] = {
    Language.KO: (r"(?:만료|만기|종료|퇴사|퇴직|출국|입국|입사|계약|등록|출산|마감|후|끝나기)\S? ?$", _NEVER),
    Language.EN: (_NEVER, r"\S* (?:after|before|of)\b"),
    Language.ZH: (r"(?:到期|届满|离职|入境|出境|入职|毕业|合同|出生|后|截止)日?的? ?$", _NEVER),
    Language.VI: (r"(?:het han|nghi viec|nhap canh) $", r" \w+ (?:khi|ngay)\b"),
    Language.MN: (r"(?:аас|ээс|оос|өөс|aas|ees|oos) $", _NEVER),
    Language.RU: (_NEVER, r"(?: \w+)? (?:после|до|posle)\b"),
    Language.UZ: (r"(?:dan|ach|gach) $", _NEVER),
    Language.UR: (r"\b(?:سے|کے|se|ke) $", _NEVER),
}
# Counted from today, which is then no date of its own.
_FROM_TODAY = {
    Language.KO: "오늘(?:부터|로부터) ?",
    Language.ZH: "[从從]?今天(?:开始|起|算起)?,?(?:再?过)?",
    Language.MN: "(?:өнөөдрөөс|onoodroos|unuudruus) (?:хойш )?",
    Language.RU: "(?:с|от) сегодняшнего дня (?:через )?",
    Language.UZ: "bugundan (?:boshlab )?",
    Language.UR: "(?:آج|aaj) (?:سے|se) ",
}
_ENGLISH_MONTHS = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct"
    " november|nov december|dec"
)
_MONTHS = {
    Language.EN: _ENGLISH_MONTHS,
    Language.RU: r"январ[а-я]*|янв|yanvar\w* феврал[а-я]*|фев|fevral\w* марта?|марте|мар|marta?"
    r" апрел[а-я]*|апр|aprel\w*"
    r" мая|май|мае|may|maya июн[а-я]*|i[yj]?un[yie]?\w? июл[а-я]*|i[yj]?ul[yie]?\w? август[а-я]*|авг|avgust\w*"
    r" сентябр[а-я]*|сент?|sent[a-z]*br\w* октябр[а-я]*|окт|okt[a-z]*br\w* ноябр[а-я]*|ноя|noy?j?a?br\w*"
    r" декабр[а-я]*|дек|dekabr\w*",
    Language.UZ: r"yanvar\w* fevral\w*|fev mart(?!a\b)\w* aprel\w* may(?:da|ga|dan|gacha|ning|i)? iyun\w* iyul\w*"
    r" avgust\w* sent[a-z]*br\w*|sen okt[a-z]*br\w*|okt noy[a-z]*br\w*|noy dekabr\w*|dek",
    Language.UR: "جنوری|january|jan|janwari فروری|february|feb|farwari مارچ|march|mar اپریل|april|apr مئی|may|mai"
    " جون|june|jun|joon جولائی|july|jul|julai اگست|august|aug|agast ستمبر|september|sep|sept|sitambar"
    " اکتوبر|october|oct|aktubar نومبر|november|nov دسمبر|december|dec|disambar",
}
_ORDINALS = {
    Language.EN: "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    Language.RU: "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого"
    " двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого"
    " двадцатого",
    Language.UR: "یکم",
}
_TENS = {
    Language.EN: ("twenty", "thirty", "thirtieth", "-"),
    Language.RU: ("двадцать", "тридцать", "тридцатого", " "),
}
_YEAR_FIRST = {Language.KO, Language.ZH, Language.MN}
_COUNTED = (
    r"(?! ?(?:people|persons?|weeks?|days|months?|years?|hours?|times|won|million|kishi|ming|marta|чел|раз|час|тыс))"
)
_ISO = (
    r"(?<![\d.])(?P<y>(?:19|20)\d\d) ?[-./] ?(?P<m>\d{1,2}) ?[-./] ?(?P<d>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
)
_TURNED = (
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<s>[./-]) ?(?P<b>\d{1,2})(?P=s) ?(?P<y>\d{4}|\d{2})(?!\d)",
    r"(?<![\d./-])(?!24/7|1/2)(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/])",
)
_DOTTED = r"(?<![\d./-])(?P<a>\d{1,2})\.(?P<b>\d\d)(?!\d|\.\d)(?! ?(?:млн|тыс|%|mln|ming))"
_OWN: dict[Language, tuple[str, ...]] = {
    Language.KO: (
        r"(?:(?<!\d)(?P<y>\d{4}|\d{2}) ?년 ?)?(?<!\d)(?P<m>\d{1,2}) ?월 ?(?P<d>\d{1,2}) ?일",
        r"(?<![\d./-])(?P<a>\d{1,2})\. ?(?P<b>\d{1,2})\.?(?=까지|에|부터|일)",
    ),
    Language.ZH: (
        r"(?:(?<!\d)(?P<y>\d{4}|\d{2}) ?年 ?)?(?<!\d)(?P<m>\d{1,2}) ?月份? ?(?P<d>\d{1,2})"
        r"(?: ?[日号號]|(?! ?[\d个個天年月点小]))",
    ),
    Language.VI: (
        r"(?:\b(?:ngay|hom|mung|mong) )+(?P<d>\d{1,2}) ?(?:thang|[-./]) ?(?P<m>\d{1,2})(?!\d)"
        r"(?:,? ?(?:nam|[-./])? ?(?P<y>\d{4}))?",
        r"(?<![\d.,])(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?!\d)(?:,? ?(?:nam)? ?(?P<y>\d{4}))?"
        r"(?! ?(?:ngay|tuan|gio|tieng|nam|trieu|nghin|ngan|won|ty|nguoi|lan|thang)\b)",
        r"\bthang (?P<m>\d{1,2})[ ,]+(?:ngay|hom|mung|mong) (?P<d>\d{1,2})(?!\d)(?:,? ?(?:nam )?(?P<y>\d{4}))?",
    ),
    Language.MN: (
        r"(?:(?P<y>\d{4})(?: ?(?:оны?|ony?))?[ .,]*)?(?<!\d)(?P<m>\d{1,2})(?:[- ]?(?:р|r|дугаар|дүгээр|дахь))?"
        r" ?(?:сарын|sariin|saryn|sarin) ?(?P<d>\d{1,2})(?!\d)(?! ?(?:долоо|сая|мянга|цаг))",
        r"(?<!\d)(?P<m>\d{1,2})-?[рr] (?:сар|sar) (?P<d>\d{1,2})(?!\d)",
    ),
    Language.RU: (_DOTTED,),
    Language.UZ: (_DOTTED,),
}


def find_date(text: str, language: Language, today: date) -> FoundDate | None:
    """Return the first date of a text, or None."""
    return next(iter(find_dates(text, language, today)), None)


def find_dates(text: str, language: Language, today: date) -> list[FoundDate]:
    """Return the dates of a text in their order; dates that no calendar has (31 February) are not found.

    Without a year a date is the one nearest to `today`, and assumed. Where day and month could be exchanged, the order
    usual in the language is taken, and the date is assumed unless the language has only one.
    """
    digitised = read_digitised(text, language, _words(language))
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for start, end, value, assumed in _candidates(text, digitised.text, digitised.span, language, today):
        if not any(start < other_end and end > other_start for other_start, other_end in taken):
            taken.append((start, end))
            found += [FoundDate(start, end, value, assumed)] if value else []
    return sorted(found, key=lambda one: one.start)


_Candidate = tuple[int, int, date | None, bool]


def _candidates(
    text: str, digits: str, span: Callable[[int, int], tuple[int, int]], language: Language, today: date
) -> Iterator[_Candidate]:
    """What may be a date, the surest form first; an impossible date has no value and keeps its place from others."""
    for pattern in _written(language):
        for match in pattern.finditer(digits):
            yield (*span(*match.span()), *_read_written(match, language, today))
    yield from _from_durations(text, language, today)
    for pattern, read in _told(language):
        for match in pattern.finditer(digits):
            value, assumed = read(match, today)
            # Typed without marks it is "tháng sau" (next month) or "tháng sáu" (June).
            unsure = language is Language.VI and strip_marks(text) == text and "thang sau" in match[0]
            yield *span(*match.span()), value, assumed or unsure


@cache
def _words(language: Language) -> dict[str, str]:
    """Ordinals of days, and Korean months with a spelling of their own, in digits."""
    if language is Language.KO:
        return {"유월": "6월", "시월": "10월"}
    ones = [fold(word, language) for word in _ORDINALS.get(language, "").split()]
    words = {word: str(day) for day, word in enumerate(ones, 1)}
    if language in _TENS:
        twenty, thirty, thirtieth, mark = _TENS[language]
        words |= {f"{twenty}{m}{word}": str(20 + day) for day, word in enumerate(ones[:9], 1) for m in (mark, " ")}
        words |= {f"{thirty}{m}{ones[0]}": "31" for m in (mark, " ")} | {thirtieth: "30"}
    words.pop("second", None)
    return words


@cache
def _written(language: Language) -> tuple[re.Pattern[str], ...]:
    names = _names(language)
    day = r"(?<![\d.,:])(?P<d>\d{1,2})"
    before = r"(?:(?<!\d)(?P<y>\d{4})(?:[- ]?(?:yil\w*|года?|г|سال))?[.,]* ?)?"
    after = r"(?:[ ,.-]+(?P<y2>(?:19|20)\d\d)(?!\d)|[ ,.-]+'?(?P<y3>\d\d)(?=$|[,;!?]))?"
    day_first = (
        rf"{before}{day}(?:-?(?:st|nd|rd|th|го|ое|е|e|i?nchi|chi))?[-. ]? ?(?:of )?(?P<name>{names})\b\.?{after}"
    )
    name_first = (
        rf"{before}(?<!\w)(?P<name>{names})\b[-., ]{{0,2}}(?:oyi\w* |کی )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?![\d:]|[.,]\d){_COUNTED}{after}"
    )
    named = (day_first, name_first) if language is not Language.VI else ()
    return tuple(re.compile(p) for p in (*_ISO, *named, *_OWN.get(language, ())[:3], *_TURNED))


@cache
def _names(language: Language) -> str:
    return "|".join(_month_patterns(language))


@cache
def _month_patterns(language: Language) -> tuple[str, ...]:
    """Twelve patterns; where names are not the language's own way, the English names that are no other word."""
    if language not in _MONTHS:
        return tuple(_ENGLISH_MONTHS.replace("may", _NEVER).replace("march|mar", "march").split())
    return tuple(fold(p, language) if language is Language.UR else p for p in _MONTHS[language].split())


def _read_written(match: re.Match[str], language: Language, today: date) -> tuple[date | None, bool]:
    groups = match.groupdict()
    written = groups.get("y") or groups.get("y2") or groups.get("y3")
    year = None if written is None else _full_year(written, today)
    if year is None:
        year = _named_year(match, language, today)
    if "a" in groups:
        return _read_turned(match, year, language, today)
    if "name" in groups:
        month = next(i for i, p in enumerate(_month_patterns(language), 1) if re.fullmatch(p, match["name"]))
    else:
        month = int(match["m"])
    return _make(year, month, int(match["d"]), today), year is None


def _read_turned(match: re.Match[str], year: int | None, language: Language, today: date) -> tuple[date | None, bool]:
    """Two numbers whose order the language decides, unless only one order is possible."""
    first, second = int(match["a"]), int(match["b"])
    short = "y" in match.groupdict() and len(match["y"]) == 2  # noqa: PLR2004
    if short and language in _YEAR_FIRST:
        value = _make(_full_year(match["a"], today), second, int(match["y"]), today)
        if value:
            return value, language is not Language.KO
    month_first = "y" not in match.groupdict() and language in _YEAR_FIRST
    usual, other = ((first, second), (second, first)) if month_first else ((second, first), (first, second))
    values = [value for value in (_make(year, month, day, today) for month, day in (usual, other)) if value]
    if not values:
        return None, True
    sure = not short and language in (Language.RU, Language.UZ, Language.VI, Language.UR)
    return values[0], year is None or (len(set(values)) > 1 and not sure)


def _full_year(written: str, today: date) -> int:
    """A year of two digits is at most twenty years ahead, otherwise of the last century: dates of birth."""
    if len(written) > 2:  # noqa: PLR2004
        return int(written)
    year = today.year // 100 * 100 + int(written)
    return year if year <= today.year + 20 else year - 100


def _named_year(match: re.Match[str], language: Language, today: date) -> int | None:
    """The year that "next year" and the like name right before or after a day and month."""
    left, right = match.string[: match.start()], match.string[match.end() :]
    for offset, pattern in _offsets(_SPEECH[language].year, language):
        if re.search(rf"(?:{pattern})\W{{0,2}}$", left) or re.match(rf"\W{{0,2}}(?:of )?(?:{pattern})", right):
            return today.year + offset
    return None


def _make(year: int | None, month: int, day: int, today: date) -> date | None:
    """The date, in the year nearest to today when there is none; None when no calendar has it."""
    years = range(today.year - 4, today.year + 5) if year is None else [year]
    values = [
        date(y, month, day) for y in years if month in range(1, 13) and 1 <= day <= calendar.monthrange(y, month)[1]
    ]
    return min(values, key=lambda value: (abs(value - today), value < today), default=None)


_Read = Callable[[re.Match[str], date], tuple[date | None, bool]]


@cache
def _told(language: Language) -> tuple[tuple[re.Pattern[str], _Read], ...]:
    """Patterns of dates told from today, with what reads a match."""
    speech = _SPEECH[language]
    told: list[tuple[str, _Read]] = []
    for offset, month in _offsets(speech.month, language):
        told.append((_put(speech.day, month, language), _day_of(offset)))
        told.append((_put(speech.end, month, language), _end_of(offset)))
    # An end without a month is this month's; the patterns of "#" are all taken by then.
    told.append((_put(speech.end, _NEVER, language), _end_of(0)))
    days = [word.replace("~", " ") for word in speech.weekdays.split()]
    for index, day in enumerate(days):
        pattern = f"[{day}]" if language is Language.ZH else f"(?:{fold(day, language)})"
        told += [(_put(week, pattern, language), _weekday(o, index)) for o, week in _offsets(speech.week, language)]
    told += [(pattern, _days_on(offset)) for offset, pattern in _offsets(speech.days, language)]
    bound = "" if language in (Language.KO, Language.ZH) else r"(?<!\w)"
    return tuple((re.compile(f"{bound}(?:{pattern})"), read) for pattern, read in told)


def _put(pattern: str, phrase: str, language: Language) -> str:
    return (_fold_pattern(pattern) if language is Language.UR else pattern).replace("#", f"(?:{phrase})")


def _fold_pattern(pattern: str) -> str:
    """An Urdu pattern in folded spelling, its groups' names and final space as they were."""
    space = " " if pattern.endswith(" ") else ""
    lead = " " if pattern.startswith(" ") else ""
    return lead + fold(pattern, Language.UR).replace("(?p<", "(?P<") + space


@cache
def _offsets(lines: str, language: Language) -> tuple[tuple[int, str], ...]:
    pairs = [line.split(" ", 1) for line in lines.split(";")]
    return tuple((int(offset), _put(pattern, "#", language).replace("(?:#)", "#")) for offset, pattern in pairs)


def _days_on(offset: int) -> _Read:
    return lambda _, today: (today + timedelta(days=offset), False)


def _day_of(offset: int) -> _Read:
    def read(match: re.Match[str], today: date) -> tuple[date | None, bool]:
        month = _add_months(today.replace(day=1), offset)
        day = next(int(group) for group in match.groups() if group)
        return _make(month.year, month.month, day, today), False

    return read


def _end_of(offset: int) -> _Read:
    return lambda _, today: (_add_months(today.replace(day=1), offset + 1) - timedelta(days=1), False)


def _weekday(offset: int, index: int) -> _Read:
    """A day of this, the next or the last week; 8 and 9: the last and the next such day, assumed within this week."""

    def read(_: re.Match[str], today: date) -> tuple[date | None, bool]:
        monday = today - timedelta(days=today.weekday())
        if offset == _NEXT_ONE:
            value = today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
        elif offset == _LAST_ONE:
            value = today - timedelta(days=(today.weekday() - index - 1) % 7 + 1)
        else:
            return monday + timedelta(days=7 * offset + index), False
        return value, monday <= value < monday + timedelta(days=7)

    return read


_LAST_ONE, _NEXT_ONE = 8, 9


def _add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _from_durations(text: str, language: Language, today: date) -> Iterator[_Candidate]:
    """Durations that are said to have passed or to come, and not to be counted from some event."""
    speech, (event_left, event_right) = _SPEECH[language], _EVENT[language]
    for one in find_durations(text, language):
        left, right = read_folded(text[: one.start], language).text, read_folded(text[one.end :], language).text
        for sign, around in ((-1, speech.ago), (1, speech.later)):
            before, after = (_fold_pattern(p) if language is Language.UR else p for p in around)
            head, tail = re.search(rf"(?:{before})$", left), re.match(after, right)
            if not (head or tail):
                continue
            rest = right[tail.end() :] if tail else right
            from_today = re.search(rf"(?:{_guard(_FROM_TODAY.get(language, _NEVER), language)})$", left)
            head = from_today or head
            if from_today is None and (
                re.search(_guard(event_left, language), left) or re.match(_guard(event_right, language), rest)
            ):
                continue
            start = read_folded(text[: one.start], language).starts[head.start()] if head else one.start
            end = one.end + (read_folded(text[one.end :], language).ends[tail.end() - 1] if tail else 0)
            moved = _add_months(today, sign * one.value.months) + timedelta(days=sign * one.value.days)
            yield start, end, moved, False


def _guard(pattern: str, language: Language) -> str:
    return _fold_pattern(pattern) if language is Language.UR else pattern
