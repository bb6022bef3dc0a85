"""Numbers in a resident's words: digits of all scripts, and number words below a thousand in eight languages.

Words for a thousand and more belong to amounts; they follow a number and are not part of it here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from knowledge.folding import fold, strip_marks
from knowledge.languages import Language


@dataclass(frozen=True)
class Number:
    """A number and where it stands: `text[start:end]` of the given text."""

    start: int
    end: int
    value: float


@dataclass(frozen=True)
class Folded:
    """A text in folded spelling that remembers, per character, the span of the given text it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the given text for a non-empty span of the folded text."""
        return self.starts[start], self.ends[end - 1]


# A letter with the marks that belong to it; the final letters of a Korean syllable when typed apart (NFD).
_CLUSTER = re.compile("(?s).[\u0300-\u036f\u1160-\u11ff]*")


def read_folded(text: str, language: Language) -> Folded:
    """Fold a text piece by piece so that what is found in it can be pointed to in the given text."""
    pieces, starts, ends = [], [], []
    for match in _CLUSTER.finditer(text):
        piece = _fold_piece(match[0], language)
        pieces.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def read_digitised(text: str, language: Language, words: Mapping[str, str] = MappingProxyType({})) -> Folded:
    """Fold a text with its whole numbers as digits ("三月" as "3月"), and with folded `words` replaced whole.

    Digits stay as they are typed, separators included; fractions become a decimal point form ("полтора" as "1.5").
    """
    folded = read_folded(text, language)
    edits = [(n.start, n.end, f"{n.value:g}") for n in find_numbers(text, language)]
    edits = [edit for edit in edits if not any(c.isdigit() for c in text[edit[0] : edit[1]])]
    if words:
        bound = "" if language is Language.KO else r"(?!\w)"
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))}){bound}")
        edits += [(*folded.span(*m.span()), words[m[0]]) for m in pattern.finditer(folded.text)]
    pieces, starts, ends, done = [], [], [], 0
    for start, end, digits in [*sorted(edits, key=lambda edit: (edit[0], -edit[1])), (len(text), len(text), "")]:
        if start < done:
            continue
        before = read_folded(text[done:start], language)
        pieces += [before.text, digits]
        starts += [done + s for s in before.starts] + [start] * len(digits)
        ends += [done + e for e in before.ends] + [end] * len(digits)
        done = end
    return Folded("".join(pieces), tuple(starts), tuple(ends))


@lru_cache(maxsize=4096)
def _fold_piece(piece: str, language: Language) -> str:
    if piece.isspace():
        return " "
    fraction = unicodedata.numeric(piece, 0) % 1 if len(piece) == 1 else 0
    return f"{fraction:g}".lstrip("0") if fraction else fold(piece, language)


# Value and its spellings. Words that mean something else more often than the number are left out
# (Vietnamese "không", Mongolian "ер" and "yes", Roman Urdu "tera", "bara", "no"), or bound below.
_WORDS: dict[Language, str] = {
    Language.EN: """0 zero|1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven|12 twelve
        |13 thirteen|14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen|19 nineteen|20 twenty|30 thirty
        |40 forty fourty|50 fifty|60 sixty|70 seventy|80 eighty|90 ninety|100 hundred|.5 half""",
    Language.VI: """1 một mốt|2 hai|3 ba|4 bốn tư|5 năm lăm|6 sáu|7 bảy bẩy|8 tám|9 chín|10 mười mươi|100 trăm
        |.5 rưỡi rưởi nửa""",
    Language.MN: """0 тэг teg|1 нэг neg|2 хоёр hoyor khoyor xoyor hoer hoyr|3 гурав гурван gurav gurvan
        |4 дөрөв дөрвөн дорвон dorov dorvon durvun durev|5 тав таван tav tavan|6 зургаа зургаан зурга zurgaa zurgaan
        |7 долоо долоон дол doloo doloon|8 найм найман naim naiman|9 ес есөн есон yeson yesun yson
        |10 арав арван arav arvan|20 хорь хорин hori horin khorin xorin
        |30 гуч гучин guch guchin|40 дөч дөчин doch dochin|50 тавь тавин tavin
        |60 жар жаран jaran|70 дал далан dalan|80 ная наян nayan|90 ерэн yeren|100 зуу зуун zuu zuun|.5 хагас hagas
        khagas xagas""",
    Language.RU: """0 ноль нуль nol|1 один одна одно одну одного одной одном odin odna odno odnu odnogo
        |2 два две двух двум dva dve dvuh dvukh|3 три трёх трём tri treh trekh|4 четыре четырёх chetyre chetire
        chetyreh|5 пять пяти pyat pyati piat|6 шесть шести shest shesti|7 семь семи sem semi|8 восемь восьми vosem
        vosmi|9 девять девяти devyat devyati|10 десять десяти desyat desyati|11 одиннадцать одиннадцати odinnadtsat
        odinnadcat|12 двенадцать двенадцати dvenadtsat dvenadcat|13 тринадцать тринадцати trinadtsat trinadcat
        |14 четырнадцать четырнадцати chetyrnadtsat chetyrnadcat|15 пятнадцать пятнадцати pyatnadtsat pyatnadcat
        |16 шестнадцать шестнадцати shestnadtsat shestnadcat|17 семнадцать семнадцати semnadtsat semnadcat
        |18 восемнадцать восемнадцати vosemnadtsat vosemnadcat|19 девятнадцать девятнадцати devyatnadtsat devyatnadcat
        |20 двадцать двадцати dvadtsat dvadcat dvadtsati|30 тридцать тридцати tridtsat tridcat tridtsati
        |40 сорок сорока sorok|50 пятьдесят пятидесяти pyatdesyat|60 шестьдесят шестидесяти shestdesyat
        |70 семьдесят семидесяти semdesyat|80 восемьдесят восьмидесяти vosemdesyat|90 девяносто девяноста devyanosto
        |100 сто ста sto|200 двести двухсот dvesti|300 триста трёхсот trista|400 четыреста четырёхсот chetyresta
        |500 пятьсот пятисот pyatsot|600 шестьсот шестисот shestsot|700 семьсот семисот semsot
        |800 восемьсот восьмисот vosemsot|900 девятьсот девятисот devyatsot|.5 половина половины половину половиной
        polovina polovinoy polovinu|1.5 полтора полторы полутора poltora poltory""",
    Language.UZ: """0 nol|1 bir bitta|2 ikki|3 uch|4 toʻrt turt|5 besh|6 olti|7 yetti etti|8 sakkiz|9 toʻqqiz tuqqiz
        |10 oʻn un|20 yigirma|30 oʻttiz uttiz|40 qirq|50 ellik|60 oltmish|70 yetmish|80 sakson|90 toʻqson|100 yuz
        |.5 yarim""",
    Language.UR: """0 صفر|1 ایک ek aik|2 دو do|3 تین teen|4 چار char chaar|5 پانچ paanch panch|6 چھ چھے chay chhay chhe
        chey|7 سات saat|8 آٹھ aath|9 نو nau|10 دس das dus|11 گیارہ gyarah giyarah|12 بارہ barah|13 تیرہ terah
        |14 چودہ chaudah chodah|15 پندرہ pandrah pandra|16 سولہ solah|17 سترہ satrah|18 اٹھارہ atharah|19 انیس unnees
        unnis|20 بیس bees|21 اکیس ikkees ikkis|22 بائیس bais baees|23 تئیس تیئیس teis taees|24 چوبیس chaubees chobees
        |25 پچیس pachees pachis|26 چھبیس chabbees chhabbis|27 ستائیس sattais satais|28 اٹھائیس athais athaees
        |29 انتیس untees|30 تیس tees|31 اکتیس iktees ikattis|40 چالیس chalees chalis|50 پچاس pachas|60 ساٹھ
        |70 ستر sattar|80 اسی assi|90 نوے nawway|100 سو sau|.5 آدھا آدھی آدھے aadha adha|1.5 ڈیڑھ derh dedh dairh
        |2.5 ڈھائی اڑھائی dhai dhaai""",
}  # fmt: skip
_HALF, _TEN, _HUNDRED = 0.5, 10, 100
_ONES, _TENS, _AFTER_TEN = range(1, 10), range(20, 100, 10), range(10, 100, 10)
# "mười lăm", "арван тав", "oʻn besh": ten and a unit make one number.
_JOINS_TEN = {Language.VI, Language.MN, Language.UZ}
# Between a number and its half: "one and a half", "два с половиной".
_HALF_LINK = {Language.EN: r" and (?:a )?| ", Language.RU: " (?:с|s) "}
_ENDING = {
    Language.UZ: re.compile(r"(?:ta(?:si|dan|ga|cha)?|i?nchi)$"),
    Language.MN: re.compile(r"(?:дугаар|дүгээр|dugaar|dugeer)$"),
}
_NO_ENDING = re.compile("(?!)")
# Words that are numbers only before something counted: Vietnamese five/year, three/father, six/after.
_VI_BOUND = {"năm", "nam", "ba", "sau", "bay", "tam", "chin", "tu", "tư", "mot", "mốt", "bon", "muoi"}
_VI_COUNTED = re.compile(
    r" (?:nam|thang|tuan|ngay|gio|tieng|nguoi|tuoi|lan|trieu|nghin|ngan|tram|muoi|ruoi|dua|chau|won|ty|mot|lam|hom)\b"
)
_UR_GIVE = re.compile(r"(?:بتا|کر|دے|لکھ|بھیج|بنا|bata|kar|de|likh|bhej|bana) $")
_UR_SHIFT = {"ساڑھے": 0.5, "sarhe": 0.5, "saade": 0.5, "سوا": 0.25, "پونے": -0.25, "paune": -0.25}

_DIGITS = re.compile(
    r"(?P<thousands>(?<![\d.,])[1-9]\d{0,2}(?:(?P<mark>[ ,.'’])\d{3})(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?(?![.,]?\d))"
    r"|(?P<decimal>(?<![\d.,])\d*[.,]\d+(?![.,]?\d))|\d+"
)
_CODE = re.compile(r"(?<![^\W\d_])(?:[a-zа-я](?:[-‐–_]?\d{1,2})?[-‐–_]?|[b-hе] )$")
_COMMA_IS_DECIMAL = {Language.VI, Language.MN, Language.RU, Language.UZ}

_HAN = {c: v for v, cs in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in cs}
_HAN_RUN = re.compile(f"[{''.join(_HAN)}十百]+")
_HAN_COUNTED = re.compile("[个個年月天日周週号號半岁歲次人名千万萬亿億元块塊份位]|小时|小時|星期|礼拜|分钟|点钟|$")
_HAN_NOT_AFTER = re.compile("[统統唯第同万之]$")
_HAN_WEEKDAY = re.compile("[期拜周週]$")
_HAN_HALF = re.compile("(?<=[年月天时時周个個])半|半(?=[年个個天月日小])")

_SINO = {c: v for v, c in enumerate("영일이삼사오육칠팔구")}
_SINO_COUNTED = "년|개월|월|일(?![하했한년개주])|주|시간|명|인|살|세|원|만|천|퍼센트|%|번|회|분|호"
_SINO_AFTER = "에|까지|부터|쯤|날|간|이|은|동안|전|후|달|말"
# Runs with 십 or 백 stand before anything counted; single syllables, which are particles and nouns too, before little.
_SINO_RUN = re.compile(
    rf"(?<![가-힣])(?:(?=[일이삼사오육칠팔구]*[십백])[일이삼사오육칠팔구십백]+"
    rf"(?:(?= ?(?:{_SINO_COUNTED}))|(?<!일)(?=$|[ .,!?]))"
    r"|[일이삼사오육칠팔구](?= ?(?:년|개월|주일|주간|주 ?[후뒤전]|주 ?동안| 주(?![가-힣])|만 ?원|천 ?만)"
    rf"|[월일](?![가-힣])|[월일](?:{_SINO_AFTER})))"
)
_NATIVE_ONES = "하나 한|둘 두|셋 세 석|넷 네 넉|다섯|여섯|일곱|여덟 여덜|아홉"
_NATIVE_TENS = "열|스물 스무|서른|마흔|쉰|예순|일흔|여든|아흔"
_NATIVE = {
    form: value * unit
    for unit, forms in ((1, _NATIVE_ONES), (10, _NATIVE_TENS))
    for value, group in enumerate(forms.split("|"), 1)
    for form in group.split()
}
# Forms that stand without anything counted after them; "하나은행" and "둘째" are none.
_FREE = "하나|다섯|여섯|일곱|여덟|아홉|스물|서른|마흔|예순|일흔|여든|아흔"
_NATIVE_RUN = re.compile(
    rf"(?<![가-힣])(?P<ten>{_NATIVE_TENS.replace(' ', '|')})?(?P<one>{_NATIVE_ONES.replace(' ', '|')})?"
    r"(?:(?= ?(?:달|개|살|시간|명|번|사람|주|해|가지|군데|분|배|차례))"
    rf"|(?<={_FREE})(?!째|은행|도|원|님|센터))"
)
_KO_HALF = re.compile(
    r"(?<=[년달월간주일]) ?반(?:(?![가-힣])|(?=정도|동안|쯤|이|을|만|밖|됐|째|전|후))|(?<![가-힣])반(?=년)|절반"
)


def find_numbers(text: str, language: Language) -> list[Number]:
    """Numbers of a text in their order, with offsets into it; number words only whole and only below a thousand.

    Digits glued to letters (visa codes) are none. A half is 0.5, joined to a number directly before it.
    """
    folded = read_folded(text, language)
    found = _digits(folded.text, language)
    match language:
        case Language.KO:
            found += _korean(folded.text)
        case Language.ZH:
            found += _chinese(folded.text)
        case _:
            found += _words(text, folded, language)
    joined = _join_halves(sorted(found), folded.text, language)
    return [Number(*folded.span(start, end), value) for start, end, value in joined]


_Found = tuple[int, int, float]


def _digits(text: str, language: Language) -> list[_Found]:
    found = []
    for match in _DIGITS.finditer(text):
        if not _CODE.search(text[: match.start()][-6:]):
            found += _read_digits(match, language)
    return found


def _read_digits(match: re.Match[str], language: Language) -> list[_Found]:
    start, end = match.span()
    if match["thousands"]:
        head, mark, tail = match[0], match["mark"], ""
        cut = re.search(r"[.,]\d{1,2}$", head)
        if cut:
            head, tail = head[: cut.start()], cut[0].replace(",", ".")
        return [(start, end, float(head.replace(mark, "") + tail))]
    if match["decimal"]:
        comma = match[0].find(",")
        if comma > 0 and language not in _COMMA_IS_DECIMAL:
            left, right = match[0].split(",")
            return [(start, start + comma, float(left)), (start + comma + 1, end, float(right))]
        return [(start, end, float(match[0].replace(",", ".")))]
    return [(start, end, float(match[0]))]


def _words(text: str, folded: Folded, language: Language) -> list[_Found]:
    # Who types Vietnamese marks means "sau" (after) where no mark is; without marks it may be "sáu" (six).
    marked = language is Language.VI and strip_marks(text) != text
    values = _values(language, marked)
    found: list[_Found] = []
    shift, shifted = 0.0, 0
    for match in re.finditer(r"[^\W\d_]+", folded.text):
        word, (start, end) = match[0], match.span()
        if language is Language.UR and word in _shifts():
            shift, shifted = _shifts()[word], start
            continue
        key = unicodedata.normalize("NFC", text[slice(*folded.span(start, end))]).lower() if marked else word
        key = key if key in values else _ENDING.get(language, _NO_ENDING).sub("", key)
        previous = found[-1] if found and folded.text[found[-1][1] : start] in (" ", "-", " and ") else None
        if key in values and _stands(key, match, language, previous):
            total = _append(previous[2], values[key], language) if previous else None
            if previous and total is not None:
                found[-1] = (previous[0], end, total)
            else:
                found.append((shifted if shift else start, end, values[key] + shift))
        shift = 0.0
    return found


def _stands(key: str, match: re.Match[str], language: Language, previous: _Found | None) -> bool:
    """Whether a word with two meanings is a number where it stands."""
    text, start, end = match.string, match.start(), match.end()
    if language is Language.VI and key in _VI_BOUND:
        if key in ("nam", "năm") and (previous or re.search(r"\d ?$", text[:start])):
            return bool(previous and previous[2] % _TEN == 0)
        if key == "mốt" or (key == "sau" and re.search(r"(?:nam|thang|tuan|ngay|hom) $", text[:start])):
            return previous is not None
        alone = not text[:start].strip() and not text[end:].strip(" .!?")
        named = text[:start].endswith(("thang ", "ngay ", "mung ", "mong ", "thu "))
        return bool(previous) or alone or named or _VI_COUNTED.match(text[end:]) is not None
    if language is Language.MN and key in ("долоо", "doloo") and re.match(" (?:хоног|[hkx]+onog)", text[end:]):
        return previous is not None and previous[2] in _AFTER_TEN
    if language is Language.UR and key in ("دو", "do"):
        return not _UR_GIVE.search(text[:start]) and not re.match(r" (?:i|you|we)\b", text[end:])
    return True


def _append(total: float, value: float, language: Language) -> float | None:
    """The number that two neighbouring words make together, or None when they are two numbers."""
    rest = total % _HUNDRED
    if value == _HUNDRED and total in _ONES:
        return total * value
    if language is Language.VI and value == _TEN and rest in _ONES:
        return total + (_TEN - 1) * rest
    if total >= _HUNDRED and rest == 0 and 0 < value < _HUNDRED:
        return total + value
    if value in _ONES and rest in (_AFTER_TEN if language in _JOINS_TEN else _TENS):
        return total + value
    return None


@cache
def _values(language: Language, as_typed: bool) -> dict[str, float]:
    """Number words in folded spelling, or as written above."""
    values: dict[str, float] = {}
    for entry in _WORDS[language].split("|"):
        value, *forms = entry.split()
        values |= {form if as_typed else fold(form, language): float(value) for form in forms}
    return values


@cache
def _shifts() -> dict[str, float]:
    return {fold(word, Language.UR): value for word, value in _UR_SHIFT.items()}


def _join_halves(found: list[_Found], text: str, language: Language) -> list[_Found]:
    joined: list[_Found] = []
    for start, end, value in found:
        between = text[joined[-1][1] : start] if joined else ""
        if (
            joined
            and value == _HALF
            and joined[-1][2] % 1 == 0
            and re.fullmatch(_HALF_LINK.get(language, " "), between)
        ):
            joined[-1] = (joined[-1][0], end, joined[-1][2] + value)
        else:
            joined.append((start, end, value))
    return joined


def _korean(text: str) -> list[_Found]:
    found = [(*m.span(), _place_value(m[0], _SINO, "십백")) for m in _SINO_RUN.finditer(text)]
    for match in _NATIVE_RUN.finditer(text):
        value = _NATIVE.get(match["ten"] or "", 0) + _NATIVE.get(match["one"] or "", 0)
        found += [(*match.span(), float(value))] if value else []
    for match in _KO_HALF.finditer(text):
        found.append((match.start() + len(match[0]) - len(match[0].lstrip()), match.end(), 0.5))
    return found


def _chinese(text: str) -> list[_Found]:
    found = []
    for match in _HAN_RUN.finditer(text):
        run, (start, end) = match[0], match.span()
        counted = _HAN_COUNTED.match(text[end:]) and not _HAN_NOT_AFTER.search(text[:start])
        if _HAN_WEEKDAY.search(text[:start]) and not re.match("天|个?小时", text[end:]):
            continue
        if len(run) > 1 or counted:
            found.append((start, end, _place_value(run, _HAN, "十百")))
    return found + [(*m.span(), 0.5) for m in _HAN_HALF.finditer(text)]


def _place_value(run: str, digits: dict[str, int], units: str) -> float:
    """The value of 二十三, 二〇二六 or 三百五 (which is 350), and of their Korean counterparts."""
    if not set(run) & set(units):
        return float("".join(str(digits[c]) for c in run))
    total, pending = 0, 0
    for c in run:
        if c in units:
            total += (pending or 1) * 10 ** (units.index(c) + 1)
            pending = 0
        else:
            pending = digits[c]
    short = run[-2:-1] == "百"
    return float(total + pending * (_TEN if short else 1))
