"""Finds an amount of money in won as residents type it: figures, 만, 万, triệu, сая, млн, lakh and words."""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.entities.numbers import Number, find_numbers
from knowledge.folding import fold
from knowledge.languages import Language

_MULTIPLIERS: dict[float, str] = {
    1e3: r"thousand|k|nghin|ngan|мянган?|myanga|mianga|тыс\w*|тыщ\w*|ming|ہزار|hazaa?r",
    1e4: r"man ?won|man|манвон\w*|ман|만|万|萬|van|түмэн",
    1e5: r"لاکھ|lakhs?|lac",
    1e6: r"millions?|mil|mln|m|milyon|tr|trieu|cu|сая|saya|sai|млн|миллион\w*|лям\w*|ملین|百万",
    1e7: r"کروڑ|crore",
    1e9: r"billion|ty|тэрбум|млрд|миллиард\w*|milliard",
}
_WON = r"(?:₩|￦|won|krw|вон|von|وون|원|韩元|韩币|韩圆|韓元)"
# Not the won of "won't" or of 병원 (hospital).
_WON_WORD = re.compile(r"[₩￦]|[\d만천백십억]\s?원|(?<![a-zа-я])(?:won|krw|von|вон)(?![a-z'])|وون|[韩韓][元币圆]")
_OTHER_CURRENCY = re.compile(
    r"[$€¥₽₮₫]|(?<![a-z])(?:usd|dollars?|euro?s?|rmb|cny|yuan|vnd|dong|mnt|tugrik|rubl\w*|som|sum|rupees?|rs|pkr)(?![a-z])"
    r"|달러|위안|인민폐|유로|(?<!\d월)(?<!천)동(?=$|\s)|人民币|美元|(?<![韩韓])元|块|(?<!\w)(?:төгрөг|доллар|рубл|сум|сўм|юан)|ڈالر|روپ"
)
# What a figure counts when it is no money: time, people, hours; and signs of dates and telephone numbers.
_COUNTED = re.compile(
    r"\s?(?:[-/:]\s?\d|[.]\d|%|년|월(?!급)|일|시|명|개|주|달|살|세|번|호|年|月|日|号|小时|个|岁|人|years?|months?|days?|weeks?|hours?"
    r"|hrs?|people|nam|thang|ngay|tuan|gio|nguoi|tieng|он\b|оны|жил|сар|өдөр|цаг|хүн|год|лет|месяц|мес|дн|ден|час|челов"
    r"|недел|yil|oy|kun|soat|hafta|kishi|سال|ماہ|مہین|دن|گھنٹ|لوگ|saal|mahin|din|ghant)"
)
_CJK_DIGITS = {
    c: v
    for v, cs in enumerate(("零〇영", "一일", "二两이", "三삼", "四사", "五오", "六육", "七칠", "八팔", "九구"))
    for c in cs
}
_CJK_UNITS = {"십": 10, "十": 10, "백": 100, "百": 100, "천": 1000, "千": 1000}
_CJK_MYRIADS = {"만": 10**4, "万": 10**4, "萬": 10**4, "억": 10**8, "亿": 10**8}
_CJK_TOKEN = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:[.,]\d+)?|[{''.join([*_CJK_DIGITS, *_CJK_UNITS, *_CJK_MYRIADS])}])"
_CJK_RUN = re.compile(rf"(?<![가-힣\d.,/-])(?:₩\s?)?(?P<run>{_CJK_TOKEN}(?: ?{_CJK_TOKEN})*)(?P<won>\s?{_WON})?")
_CJK_END = re.compile(
    r"\s*(?:$|[^\w\s]|이요|이에요|예요|입니다|정도|쯤|받|에|을|를|은|이고|인데|韩|左右|多|吧|的|到|\s)"
)
_SHORT_TAIL = re.compile(r"(?<!\w)(\d{1,3})\s?(?:tr|cu|trieu)\s?(\d{1,3})(?=\s*(?:$|[.,!?]|won\b|/))")


_LEAST_BARE, _LEAST_MANWON, _HALF = 1000, 50, 0.5
# Below this a plain figure is a year, a telephone number (1345) or 만원 ("보증금 3000"): nobody can tell.
_LEAST_PLAIN = 8000


def find_amount(text: str, language: Language, bare_in_manwon: bool = False) -> int | None:
    """The first amount in a text, in won; None when there is none or it is in another currency.

    A bare figure from 50 to 999 counts as 만원 (10,000 won) in Korean and Chinese, or when `bare_in_manwon` is set;
    one from 1000 to 7999 without separator counts as nothing, any larger one as won.
    """
    folded = fold(text, language)
    if _OTHER_CURRENCY.search(folded) and not _WON_WORD.search(folded):
        return None
    if tail := _SHORT_TAIL.search(folded):
        return round((int(tail[1]) + float(f"0.{tail[2]}")) * 10**6)
    is_cjk = language in (Language.KO, Language.ZH)
    amounts = _read_multiplied(text, language)
    found = _find_cjk(folded) if is_cjk else None
    if found is None:
        found = next(amounts, None)
    if found is None:
        found = _find_bare(text, language, is_cjk or bare_in_manwon)
    return found


def _read_multiplied(text: str, language: Language) -> Iterator[int]:
    """Sums like "2 million 300 thousand", each multiplier smaller than the one before."""
    total, last, end = 0.0, 0.0, 0
    for number in find_numbers(text, language):
        times, length = _multiplier(text[number.end :], language)
        is_continued = last > times > 0 and re.fullmatch(r"[\s,.]*(?:and|и|va|اور)?\s*", text[end : number.start])
        if total and number.value == _HALF and not times and not text[end : number.start].strip():
            total += last / 2
        if total and not is_continued:
            break
        if times:
            total, last, end = total + _value(text, number) * times, times, number.end + length
    if not total and (alone := re.search(r"(?<!\w)(?:миллион|million|lakh|лям)(?!\w)", fold(text, language))):
        total = 10**5 if alone[0] == "lakh" else 10**6
    if total:
        yield round(total)


def _value(text: str, number: Number) -> float:
    """The value, with the whole part that a comma splits off in English ("2,1 million")."""
    whole = re.search(r"(\d+),$", text[: number.start])
    return float(f"{whole[1]}.{text[number.start : number.end]}") if whole else number.value


def _multiplier(after: str, language: Language) -> tuple[float, int]:
    """The multiplier that follows a number, 0 when none does, and its length in the given text."""
    word = re.match(r"\s?[^\W\d_]+(?: won)?", after)
    if word is None:
        return 0, 0
    folded = fold(word[0], language).strip()
    for times, pattern in _compiled(language).items():
        if match := pattern.match(folded):
            return times, len(word[0]) - (len(folded) - match.end())
    return 0, 0


@cache
def _compiled(language: Language) -> dict[float, re.Pattern[str]]:
    joined = {
        times: "|".join(fold(form, language) if form.isalpha() else form for form in forms.split("|"))
        for times, forms in _MULTIPLIERS.items()
    }
    return {
        times: re.compile(rf"(?:{forms})(?:ga|lik|lab|a|н|ов|а)?(?={_WON}|\W|$)") for times, forms in joined.items()
    }


def _find_cjk(folded: str) -> int | None:
    for match in _CJK_RUN.finditer(folded):
        run, is_won = match["run"], bool(match["won"]) or "₩" in match[0]
        has_unit, has_digit = re.search("[십백천만억十百千万亿萬]", run), re.search(r"\d", run)
        after = folded[match.end() :]
        if not has_unit:
            continue
        is_money = is_won or ((has_digit or "万" in run) and not _COUNTED.match(after))
        if is_money or (match.start() == 0 and not after.strip(" .!?")):
            return _read_cjk(re.sub(r",(?=\d{3}(?!\d))", "", run.replace(" ", "")).replace(",", "."))
    return None


def _read_cjk(run: str) -> int | None:
    """The value of 2백30만, 이백삼십만 or 二百三十万; a last digit after 万 alone stands for thousands (三万五)."""
    total, section, digit = 0.0, 0.0, None
    for token in re.findall(r"\d+(?:\.\d+)?|\D", run):
        if token in _CJK_MYRIADS:
            total += ((section + (digit or 0)) or 1) * _CJK_MYRIADS[token]
            section, digit = 0.0, None
        elif token in _CJK_UNITS:
            section += (1 if digit is None else digit) * _CJK_UNITS[token]
            digit = None
        elif digit is None:
            digit = float(_CJK_DIGITS[token]) if token in _CJK_DIGITS else float(token)
        else:
            return None
    return round(total + section + (digit or 0))


def _find_bare(text: str, language: Language, in_manwon: bool) -> int | None:
    for number in find_numbers(text, language):
        before, after = text[: number.start].lower(), fold(text[number.end :], language)
        is_won = re.search(rf"{_WON}\s?$", before) or re.match(_WON, after)
        if is_won:
            return round(number.value)
        if _COUNTED.match(after) or re.search(r"\d[-/:.]$|[a-z]-?$", before) or not number.value.is_integer():
            continue
        written = text[number.start : number.end]
        if number.value >= (_LEAST_PLAIN if written.isdigit() else _LEAST_BARE) and written[0] != "0":
            return round(number.value)
        if in_manwon and _LEAST_MANWON <= number.value < _LEAST_BARE and _CJK_END.match(after or " "):
            return round(number.value) * 10**4
    return None
