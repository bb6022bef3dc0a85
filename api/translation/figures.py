"""Numbers of a text by value, whatever the script and the way of counting: 230만, 2.3 million, 23 لاکھ, two months."""

import re
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from api.translation.facts import blank, plain
from knowledge.entities.amounts import find_amount
from knowledge.entities.numbers import Number, find_numbers
from knowledge.folding import fold
from knowledge.languages import Language


@dataclass(frozen=True)
class Figure:
    """A number at `text[start:end]`.

    `sure`: written in digits or with a word for a thousand and more, so that a translation must have it. The others
    are words that may mean something else ("one", "may", "네"), and only excuse or confirm.
    """

    start: int
    end: int
    value: float
    sure: bool
    is_amount: bool = False
    is_hour: bool = False


_THOUSANDS: dict[Language, str] = {
    Language.EN: "thousand|k|million|mln|mil|billion|bn|lakhs?",
    Language.VI: "nghin|ngan|trieu|tr|ty|ti",
    Language.MN: r"мянга\w*|мянган|сая\w*|тэрбум\w*|түмэн|myanga\w*|saya\w*",
    Language.RU: r"тыс\w*|млн|миллион\w*|млрд|миллиард\w*",
    Language.UZ: r"ming\w*|million\w*|mln|milliard\w*|mlrd",
    Language.UR: "ہزار|لاکھ|ملین|کروڑ|ارب|hazaa?r|lakh|million",
}
_LINK = re.compile(r"\s*(?:(?:and|и|va|ва|اور)\s+)?")
_HALF = 0.5
# "2tr3" and "2 triệu 3" are 2,300,000 in Vietnamese.
_VI_TAIL = re.compile(r"\s?(?:tr|triệu|trieu)\s?\d{1,3}(?=\s*(?:$|[^\w\s]|won\b))", re.IGNORECASE)
_WON = {Language.ZH: "韩元", Language.KO: "원"}
_MONEY = re.compile(
    r"\s?(?:원|₩|won\b|krw\b|вон|von\b|وون|韩元|韩币|元|dollars?|usd|달러|美元|đồng|vnd|төгрөг|руб|soʻm|روپ)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[₩￦$€]\s?$")
_DIGIT_RUN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MYRIADS = {
    Language.KO: re.compile(
        rf"(?<![\d.,])(?:{_DIGIT_RUN}\s?[십백천]*[만억]?\s?)*{_DIGIT_RUN}\s?(?:[십백천]+[만억]?|[만억])(?![나날들])"
        rf"(?:\s?{_DIGIT_RUN}(?=\s?원))?|(?<![가-힣])[일이삼사오육칠팔구십백천만억]+(?=\s?원)"
    ),
    Language.ZH: re.compile(
        rf"(?<![\d.,])(?:{_DIGIT_RUN}[十百千]*[万萬亿億])*{_DIGIT_RUN}(?:[十百千]+[万萬亿億]?|[万萬亿億])"
        rf"(?:{_DIGIT_RUN}(?=韩?[元币]))?|[一二两三四五六七八九][一二两三四五六七八九十百零]*[千万亿][一二两三四五六七八九十百千万零]*"
    ),
}
# Also "foreign" (chet ellik), "face" and "the same" (اسی).
_HOMOGRAPHS = {"ellik", "yuz", "اسی"}
# 一两个 is one or two, not twelve.
_ABOUT = re.compile("[一二两三四五六七八九]{2}")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_HOUR = re.compile(r"\s?(?:시(?!간)|点|點|时|час|ч\b|giờ|gio\b|h\b|цаг|soat|بجے|[ap]\.?\s?m\b|o.clock)", re.IGNORECASE)
_HOUR_BEFORE = re.compile(r"(?:soat|오후|오전|下午|上午|晚上|早上|at)\s?$", re.IGNORECASE)
# Days of the week with numbers for names: "thứ 2", "T7".
_VI_WEEKDAY = re.compile(r"\b(?:thứ\s?|thu\s|T)[2-7]\b", re.IGNORECASE)
# Languages in which names of months have endings.
_INFLECTED = {Language.MN, Language.RU, Language.UZ}
_ORDINALS: dict[Language, str] = {
    Language.EN: r"3 third|4 fourth|5 fifth|6 sixth|7 seventh|8 eighth|9 ninth|10 tenth|2 twice|2 both|12 dozen",
    Language.RU: r"3 трет\w+|4 четверт\w+|5 пят(?:ый|ая|ое|ого|ой|ом|ую)|6 шест(?:ой|ая|ое|ого|ую)"
    r"|7 седьм\w+|8 восьм(?:ой|ая|ое|ого|ую)|9 девят(?:ый|ая|ое|ого|ой|ую)|10 десят(?:ый|ая|ое|ого|ой|ую)"
    r"|3 трижды|3 трое|4 четверо|24 круглосуточн\w+",
    Language.UR: "3 تیسر[اےی]|4 چوتھ[اےی]|5 پانچو[اںیے]+|6 چھٹ[اےی]|7 ساتو[اںیے]+|8 آٹھو[اںیے]+|9 نو[اںیے]{2,}"
    "|10 دسو[اںیے]+",
}  # fmt: skip


def find_figures(text: str, language: Language) -> list[Figure]:
    """Return the numbers of a text in their order; dates, telephone numbers and codes are taken out beforehand."""
    text = plain(text)
    if language is Language.VI:
        text = blank(text, [match.span() for match in _VI_WEEKDAY.finditer(text)])
    clocks = [figure for match in _CLOCK.finditer(text) for figure in _read_clock(match)]
    text = blank(text, [match.span() for match in _CLOCK.finditer(text)])
    large = _read_myriads(text, language) if language in _MYRIADS else _read_thousands(text, language)
    text = blank(text, [(figure.start, figure.end) for figure in large])
    written = ((number, text[number.start : number.end]) for number in find_numbers(text, language))
    small = [_read_small(text, n) for n, word in written if word not in _HOMOGRAPHS and not _ABOUT.fullmatch(word)]
    return sorted([*clocks, *large, *small, *_read_words(text, language)], key=lambda figure: figure.start)


def _read_clock(match: re.Match[str]) -> list[Figure]:
    hour = Figure(*match.span(1), float(match[1]), sure=True, is_hour=True)
    minutes = Figure(*match.span(2), float(match[2]), sure=True)
    return [hour, minutes] if minutes.value else [hour]


def _read_small(text: str, number: Number) -> Figure:
    span = number.start, number.end
    is_sure = any(character.isdigit() for character in text[slice(*span)])
    return Figure(*span, number.value, is_sure, _is_money(text, *span), _is_hour(text, *span))


def _read_myriads(text: str, language: Language) -> list[Figure]:
    """Korean and Chinese numbers with units above nine: 2백30만, 이백만 (before 원), 三百五十万."""
    figures = []
    for match in _MYRIADS[language].finditer(text):
        written = match[0].strip()
        value = find_amount(written + _WON[language], language)
        if value is not None:
            end = match.start() + len(written)
            figures.append(
                Figure(match.start(), end, float(value), sure=True, is_amount=_is_money(text, *match.span()))
            )
    return figures


def _read_thousands(text: str, language: Language) -> list[Figure]:
    """Numbers with words for a thousand and more, as long as each is smaller than the one before."""
    figures: list[Figure] = []
    chain: tuple[int, int] | None = None
    for number in find_numbers(text, language):
        is_linked = chain is not None and _LINK.fullmatch(text, chain[1], number.start) is not None
        end = _thousands_end(text, number, language)
        if end is None and not (is_linked and number.value == _HALF):
            continue
        start = chain[0] if chain and is_linked else number.start
        chain = (start, end or number.end)
        if is_linked and figures:
            figures.pop()
        value = find_amount(text[slice(*chain)] + " won", language)
        if value is None:
            chain = None
            continue
        figures.append(Figure(*chain, float(value), sure=True, is_amount=_is_money(text, *chain)))
    return figures


def _thousands_end(text: str, number: Number, language: Language) -> int | None:
    """Where the word for a thousand and more ends that follows a number, None when none does."""
    if language is Language.VI and (tail := _VI_TAIL.match(text, number.end)):
        return tail.end()
    word = re.compile(r"[\s-]?([^\W\d_]+)").match(text, number.end)
    if word and _thousands(language).fullmatch(fold(word[1], language)):
        return word.end()
    return None


@cache
def _thousands(language: Language) -> re.Pattern[str]:
    forms = _THOUSANDS[language]
    return re.compile(fold(forms, language) if language is Language.UR else forms)


def _read_words(text: str, language: Language) -> list[Figure]:
    """Names of months and ordinals, which other languages write as numbers."""
    lower = text.lower().replace("ё", "е")
    return [
        Figure(*match.span(), float(value), sure=False)
        for value, pattern in _words(language)
        for match in pattern.finditer(lower)
        # May is a month, "may" is none.
        if match[0] != "may" or language is not Language.EN or text[match.start()] == "M"
    ]


@cache
def _words(language: Language) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Names of the months from CLDR with any ending, and ordinals."""
    if language in _MYRIADS or language is Language.VI:
        return ()
    own, alone = get_month_names("wide", "format", language), get_month_names("wide", "stand-alone", language)
    words = [
        (month, re.escape(name) + (r"\w{0,4}" if language in _INFLECTED else ""))
        for month in range(1, 13)
        for name in {names[month].lower() for names in (own, alone)}
        if name.isalpha()
    ]
    ordinals = [entry.split(" ", 1) for entry in re.split(r"\|(?=\d)", _ORDINALS.get(language, "")) if entry]
    words += [(int(value), pattern) for value, pattern in ordinals]
    return tuple((value, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for value, pattern in words)


def _is_money(text: str, start: int, end: int) -> bool:
    return _MONEY.match(text, end) is not None or _MONEY_BEFORE.search(text[:start]) is not None


def _is_hour(text: str, start: int, end: int) -> bool:
    return _HOUR.match(text, end) is not None or _HOUR_BEFORE.search(text[:start]) is not None
