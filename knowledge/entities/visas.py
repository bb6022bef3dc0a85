"""Finds a status of stay ("E-9", "F-6-1") in what residents type: codes in any alphabet, spelled out, or by name."""

import re
import unicodedata
from functools import cache

from knowledge.folding import fold, strip_marks
from knowledge.languages import Language

# Enforcement Decree of the Immigration Act, tables 1 to 1-3: the statuses of stay that exist.
_EXISTING = {
    "a": range(1, 4), "b": range(1, 3), "c": (1, 3, 4), "d": range(1, 11), "e": range(1, 11),
    "f": range(1, 7), "g": range(1, 2), "h": range(1, 3),
}  # fmt: skip
# Written without any hyphen ("E74"). Other figures of that length are rooms and buses more often than statuses.
_GLUED_SURE = {"e74", "f61", "f62", "f63", "f27"}
_GLUED_BESIDE_VISA = {
    *(f"d2{sub}" for sub in range(1, 9)), *(f"d8{sub}" for sub in range(1, 5)), *(f"e7{sub}" for sub in range(1, 4)),
    "d41", "d46", "d47", "d101", "d102", "f15", "f16", "g15", "g16", "c38", "c39",
}  # fmt: skip

_LETTERS = {
    **{letter: letter for letter in "abcdefgh"},
    "е": "e", "э": "e", "и": "e", "ф": "f", "д": "d", "г": "g", "н": "h", "х": "h", "ҳ": "h", "с": "c", "ц": "c",
    "в": "b", "б": "b", "а": "a", "эф": "f", "дэ": "d", "ди": "d", "джи": "g", "жи": "g", "эйч": "h", "аш": "h",
    "хэ": "h", "си": "c", "ef": "f", "ep": "f", "이": "e", "에프": "f", "디": "d", "에이치": "h", "에치": "h",
    "애치": "h", "쥐": "g", "씨": "c", "ای": "e", "ایف": "f", "ڈی": "d", "ایچ": "h", "جی": "g", "سی": "c",
}  # fmt: skip
# The others are words or list letters as well ("and", "in", "with", "from", "yes"): they need "visa" beside them.
_SURE_WITH_SPACE = {
    *"defghеф", "эф", "эйч", "аш", "ди", "дэ", "джи", "ef", "에프", "에이치", "에치", "애치", "디",
    "ای", "ایف", "ڈی", "ایچ",
}  # fmt: skip
_SURE_GLUED = _SURE_WITH_SPACE | {*"cэднхҳ", "хэ", "жи"}
_SURE_WITH_HYPHEN = _SURE_GLUED | {*"abгц", "جی", "سی", "쥐", "씨"}
_NEVER_WITH_SPACE = {*"ивсаг이"}

_NUMBER_WORDS: dict[Language, tuple[str, ...]] = {
    Language.KO: (
        "원 일", "투 이", "쓰리 삼", "포 사", "파이브 오", "식스 육", "세븐 칠", "에잇 팔", "나인 구", "텐 십",
    ),
    Language.EN: ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    Language.ZH: tuple("一二三四五六七八九十"),
    Language.VI: ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"),
    Language.MN: ("нэг", "хоёр", "гурав", "дөрөв", "тав", "зургаа", "долоо", "найм", "ес", "арав"),
    Language.RU: ("один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    Language.UZ: (
        "bir бир", "ikki икки", "uch уч", "to'rt тўрт", "besh беш", "olti олти", "yetti етти", "sakkiz саккиз",
        "to'qqiz тўққиз", "o'n ўн",
    ),
    Language.UR: (
        "ون ایک", "ٹو دو", "تھری تین", "فور چار", "فائیو پانچ", "سکس چھ", "سیون سات", "ایٹ آٹھ", "نائن نو", "ٹین دس",
    ),
}  # fmt: skip
# "이사" is moving house and "이투" may begin anything, but nothing else sounds like "이나인" or "디텐".
_KOREAN_SURE = re.compile(
    "이(?:쓰리|식스|세븐|나인)|디(?:투|쓰리|포|식스|세븐|에잇|나인|텐)|(?:에프|에이치|에치|애치)(?:원|투|쓰리|포|사|파이브|식스|육)"
)

_BINDING = r"a-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff\u0620-\u06d3"
_DASH = r"[-‐‑‒–—−]"
_PARTICLE = r"(?:비자|사증|체류|자격|로|에서|인데|예요|이에요|입니다|이|가|는|은|를|을|도|다시)"
_VISA = r"(?:visa|viza|виз|비자|사증|체류\s?자격|签证|簽證|资格|thi thuc|ویزا|ویزہ)"
_VISA_BEFORE = re.compile(rf"{_VISA}\w{{0,4}}\W{{0,3}}$")
_VISA_AFTER = re.compile(rf"\W{{0,2}}{_VISA}")

_NAMES: dict[Language, dict[str, tuple[str, ...]]] = {
    Language.KO: {
        "A-3": ("협정비자", "sofa비자"), "C-3": ("단기방문",), "C-4": ("단기취업",), "D-1": ("문화예술비자",),
        "D-2": ("유학비자", "유학생비자", "학생비자"), "D-4": ("어학연수비자", "어학당비자", "일반연수"),
        "D-8": ("기업투자비자",), "D-8-4": ("기술창업비자",), "D-9": ("무역경영",), "D-10": ("구직비자",),
        "E-1": ("교수비자",), "E-2": ("회화지도",), "E-3": ("연구비자",), "E-6": ("예술흥행",), "E-7": ("특정활동",),
        "E-7-4": ("숙련기능인력",), "E-8": ("계절근로비자",), "E-9": ("비전문취업",), "E-10": ("선원취업",),
        "F-1": ("방문동거",), "F-2": ("거주비자",), "F-2-7": ("점수제비자", "점수제거주"), "F-3": ("동반비자",),
        "F-4": ("재외동포비자",), "F-5": ("영주권", "영주비자", "영주자격"),
        "F-6": ("결혼비자", "결혼이민비자", "결혼이민"), "G-1-6": ("인도적체류",),
        "H-1": ("관광취업", "워킹홀리데이", "워홀"), "H-2": ("방문취업",),
    },
    Language.EN: {
        "A-3": ("sofa visa",), "D-2": ("student visa", "study visa"),
        "D-4": ("language visa", "language training visa", "language student visa", "korean language visa"),
        "D-10": ("job seeker visa", "job seeking visa", "job-seeker visa", "job-seeking visa", "jobseeker visa"),
        "E-7-4": ("skilled worker points visa", "k-point"), "E-8": ("seasonal worker visa",),
        "E-9": ("non-professional employment", "nonprofessional employment", "eps visa", "employment permit visa"),
        "F-2-7": ("points visa", "points-based residence"), "F-3": ("dependent visa", "dependant visa"),
        "F-4": ("overseas korean visa",), "F-5": ("permanent residen", "permanent visa"),
        "F-6": ("marriage visa", "marriage migrant visa", "marriage immigrant visa"), "G-1-6": ("humanitarian stay",),
        "H-1": ("working holiday",), "H-2": ("working visit", "work and visit visa", "visit and work visa"),
    },
    Language.ZH: {
        "D-2": ("留学签证", "留学生签证", "学生签证"),
        "D-4": ("语言研修签证", "语学堂签证", "语言签证", "语言进修签证"),
        "D-10": ("求职签证",), "E-7": ("特定活动",), "E-7-4": ("熟练技能人才", "熟练技能签证"),
        "E-9": ("非专业就业", "雇佣许可签证"), "F-1": ("访问同居",), "F-2-7": ("积分签证", "积分制居住"),
        "F-3": ("随行家属签证", "同伴签证"), "F-4": ("海外同胞签证", "在外同胞签证"),
        "F-5": ("永住权", "永住资格", "永住签证"),
        "F-6": ("结婚签证", "结婚移民签证", "婚姻签证"), "G-1-6": ("人道居留", "人道滞留"),
        "H-1": ("打工度假", "工作假期签证"), "H-2": ("访问就业", "探亲就业"),
    },
    Language.VI: {
        "D-2": ("visa du hoc", "visa du hoc sinh"), "D-4": ("visa hoc tieng", "visa du hoc tieng"),
        "D-10": ("visa tim viec",), "E-9": ("visa eps", "visa lao dong pho thong"),
        "F-2-7": ("visa diem", "visa cu tru theo diem"), "F-3": ("visa di cung gia dinh",), "F-4": ("visa kieu bao",),
        "F-5": ("visa vinh tru", "the vinh tru"),
        "F-6": ("visa ket hon", "visa hon nhan", "visa co dau"), "H-1": ("working holiday", "visa lao dong ky nghi"),
        "H-2": ("visa den tham va lam viec", "visa tham than lam viec"),
    },
    Language.MN: {
        "D-2": ("оюутны виз", "суралцах виз"), "D-4": ("хэлний виз", "хэлний бэлтгэлийн виз"),
        "D-10": ("ажил хайх виз",), "E-9": ("eps виз", "гэрээт ажилчны виз"), "F-2-7": ("онооны виз",),
        "F-3": ("дагалдан виз", "дагалдах виз"), "F-5": ("байнгын виз", "байнга оршин суух"),
        "F-6": ("гэрлэлтийн виз", "гэрлэлтийн цагаачлалын виз"), "H-1": ("working holiday", "ворк холидей"),
        "H-2": ("айлчлангаа ажиллагч",),
    },
    Language.RU: {
        "D-2": ("студенческая виза", "студенческую визу", "студенческой виз", "учебная виза", "учебную визу",
                "учебной виз"),
        "D-4": ("языковая виза", "языковую визу", "языковой виз", "виза на языковые курсы"),
        "D-10": ("виза соискателя", "виза для поиска работы", "визу для поиска работы"),
        "E-9": ("виза епс", "виза eps"),
        "F-2-7": ("виза по баллам", "визу по баллам"), "F-4": ("виза зарубежного корейца", "визу зарубежного корейца"),
        "F-5": ("пмж", "постоянное место жительства", "статус постоянного жителя"),
        "F-6": ("брачная виза", "брачную визу", "брачной виз", "виза невесты", "визу невесты", "визе невесты",
                "у меня виза жены", "виза по браку", "супружеская виза", "супружескую визу", "супружеской виз"),
        "H-1": ("working holiday", "рабочие каникулы"), "H-2": ("посещение и работа",),
    },
    Language.UZ: {
        "D-2": ("student viza", "talaba viza", "talabalik viza", "oʻqish viza"), "D-4": ("til viza", "til kursi viza"),
        "D-10": ("ish izlash viza", "ish qidirish viza"), "E-9": ("eps viza",), "F-2-7": ("balli viza",),
        "F-4": ("xorijlik koreys viza",), "F-5": ("doimiy istiqomat", "doimiy yashash"),
        "F-6": ("nikoh viza", "turmush viza", "kelin viza"), "H-1": ("working holiday",), "H-2": ("tashrif mehnat",),
    },
    Language.UR: {
        "D-2": ("سٹوڈنٹ ویزا", "اسٹوڈنٹ ویزا", "تعلیمی ویزا", "student visa"),
        "D-4": ("لینگویج ویزا", "زبان سیکھنے کا ویزا"),
        "D-10": ("جاب سیکر ویزا", "نوکری کی تلاش کا ویزا"),
        "E-9": ("ای پی ایس ویزا", "ایمپلائمنٹ پرمٹ ویزا", "eps visa"),
        "F-2-7": ("پوائنٹس ویزا",), "F-5": ("مستقل رہائش", "پی آر ویزا"),
        "F-6": ("شادی ویزا", "شادی کا ویزا", "میرج ویزا", "marriage visa", "shadi visa", "shadi ka visa"),
        "H-1": ("ورکنگ ہالیڈے", "working holiday"), "H-2": ("دورے اور ملازمت کا ویزا",),
    },
}  # fmt: skip


def find_visa(text: str, language: Language) -> str | None:
    """The first status of stay in a text, in the canonical spelling ("E-9", "F-6-1"), or None.

    A code wins over a name. Only statuses of the Enforcement Decree of the Immigration Act, tables 1 to 1-3, count.
    Names that fit several statuses ("work visa", "family visa", "동포 비자", "marriage migrant") are not found.
    """
    return _find_code(text, language) or _find_name(text, language)


def _find_code(text: str, language: Language) -> str | None:
    normal = unicodedata.normalize("NFKC", text).lower().strip()
    if language is Language.VI:
        normal = strip_marks(normal)
    for match in _codes(language).finditer(normal):
        if (code := _read_code(match, language)) is None:
            continue
        before, after = normal[: match.start()], normal[match.end() :]
        is_alone = not re.search(r"\w", before + after)
        if is_alone or _is_sure(match, language) or _VISA_BEFORE.search(before) or _VISA_AFTER.match(after):
            return code
    return None


def _read_code(match: re.Match[str], language: Language) -> str | None:
    letter, word = _LETTERS[match["letter"]], match["word"]
    if match["joint"].isspace() and match["letter"] in _NEVER_WITH_SPACE and not word:
        return None
    figures = str(_number_words(language)[word]) if word else str(int(match["digits"]))
    if int(figures) in _EXISTING[letter]:
        sub = re.sub(_DASH, "-", match["sub"] or "").replace("다시", "-")
        return f"{letter}-{figures}{sub}".upper()
    if letter + figures in _GLUED_SURE | _GLUED_BESIDE_VISA:
        return f"{letter}-{figures[:-1]}-{figures[-1]}".upper()
    return None


def _is_sure(match: re.Match[str], language: Language) -> bool:
    """Whether the code can be told without the word "visa" beside it."""
    letter, joint, word = match["letter"], match["joint"], match["word"]
    code = _LETTERS[letter] + (match["digits"] or "")
    if word and "가" <= word[0] <= "힣":
        return _KOREAN_SURE.fullmatch(letter + word) is not None
    if code in _GLUED_BESIDE_VISA or (letter == "e" and joint == " " and language is Language.VI):
        return False  # Young Vietnamese write "e" for "em", I or younger sibling: "e 5 tuổi".
    if joint.strip():
        return letter in _SURE_WITH_HYPHEN
    # A1 to C1 are levels of language, B1 a basement.
    is_level = code in ("c1", "c2") or code[0] in "ab"
    return not is_level and letter in (_SURE_WITH_SPACE if joint else _SURE_GLUED)


@cache
def _number_words(language: Language) -> dict[str, int]:
    both = (_NUMBER_WORDS[Language.EN], _NUMBER_WORDS[language])
    return {word: number for words in both for number, forms in enumerate(words, start=1) for word in forms.split()}


@cache
def _codes(language: Language) -> re.Pattern[str]:
    letters = "|".join(sorted(_LETTERS, key=len, reverse=True))
    words = "|".join(sorted(_number_words(language), key=len, reverse=True))
    return re.compile(
        rf"(?<![{_BINDING}\d])(?<![가-힣](?=[가-힣]))(?P<letter>{letters})(?P<joint>\s?(?:{_DASH}|[_./])\s?|\s|)"
        rf"(?:(?P<digits>\d{{1,3}})(?!\d|\s?%|[a-z]\d)|(?P<word>{words})(?![{_BINDING}])(?:(?![가-힣])|(?={_PARTICLE})))"
        rf"(?P<sub>(?:{_DASH}|다시)(?:[1-9]\d?r?|[rs])(?![a-z\d]))?"
    )


def _find_name(text: str, language: Language) -> str | None:
    pattern, codes = _names(language)
    match = pattern.search(_fold_name(text, language))
    return codes[match[0]] if match else None


@cache
def _names(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {_fold_name(name, language): code for code, names in _NAMES[language].items() for name in names}
    forms = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    # 결혼이민자 (marriage migrant) may hold F-2, F-5 or F-6.
    return re.compile(rf"(?<![{_BINDING}])(?:{forms})(?!자)"), codes


def _fold_name(text: str, language: Language) -> str:
    folded = fold(text, language)
    if language in (Language.KO, Language.ZH):
        return folded.replace(" ", "").translate(str.maketrans("簽證結", "签证结"))
    return folded.replace("thi thuc", "visa").replace("виза-", "виза ")
