"""The eight languages of the service: codes, own names, writing direction, and how people name them."""

from enum import StrEnum
from functools import cache

from babel import Locale


class Language(StrEnum):
    """ISO 639-1 codes of the languages that residents are answered in."""

    KO = "ko"
    EN = "en"
    ZH = "zh"
    VI = "vi"
    MN = "mn"
    RU = "ru"
    UZ = "uz"
    UR = "ur"

    @property
    def own_name(self) -> str:
        """What speakers call the language, for menus."""
        return OWN_NAMES[self]

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self is Language.UR


DEFAULT_LANGUAGE = Language.KO

OWN_NAMES = {
    Language.KO: "한국어",
    Language.EN: "English",
    Language.ZH: "中文",
    Language.VI: "Tiếng Việt",
    Language.MN: "Монгол",
    Language.RU: "Русский",
    Language.UZ: "Oʻzbekcha",
    Language.UR: "اردو",
}

# How the languages are called in the eight languages and in everyday Latin typing, folded to lower case.
# "Korean" in Korean is left as 한국말/한국어 only: 한국 alone is the country.
NAMES: dict[Language, tuple[str, ...]] = {
    Language.KO: (
        "한국어", "한국말", "korean", "韩语", "韩国语", "韩文", "tiếng hàn", "tieng han", "солонгос", "solongos",
        "по-корейски", "корейск", "koreys", "корейс", "کوریائی", "کورین", "hangugeo",
    ),
    Language.EN: (
        "영어", "english", "英语", "英文", "tiếng anh", "tieng anh", "англи", "angli", "по-английски", "английск",
        "ingliz", "инглиз", "انگریزی", "انگلش", "angrezi", "inglish",
    ),
    Language.ZH: (
        "중국어", "중국말", "chinese", "mandarin", "中文", "汉语", "普通话", "华语", "tiếng trung", "tieng trung",
        "хятад", "hyatad", "по-китайски", "китайск", "xitoy", "хитой", "چینی", "zhongwen",
    ),
    Language.VI: (
        "베트남어", "베트남말", "vietnamese", "越南语", "越南话", "tiếng việt", "tieng viet", "вьетнам", "vyetnam",
        "vetnam", "ویتنامی",
    ),
    Language.MN: (
        "몽골어", "몽골말", "mongolian", "蒙古语", "蒙语", "tiếng mông cổ", "tieng mong co", "монгол", "mongol",
        "moʻgʻul", "mo'g'ul", "mogul", "منگولیائی", "منگول",
    ),
    Language.RU: (
        "러시아어", "러시아말", "russian", "俄语", "俄文", "tiếng nga", "tieng nga", "орос", "oros heel", "по-русски",
        "русск", "po-russki", "po russki", "rus tili", "ruscha", "русча", "روسی",
    ),
    Language.UZ: (
        "우즈베크어", "우즈벡어", "우즈벡말", "uzbek", "乌兹别克", "tiếng uzbek", "узбек", "oʻzbek", "o'zbek", "ozbek",
        "ўзбек", "ازبک",
    ),
    Language.UR: (
        "우르두어", "우르두말", "urdu", "乌尔都", "tiếng urdu", "урду", "اردو", "اُردو",
    ),
}  # fmt: skip


def find_named_language(text: str) -> Language | None:
    """Return the language that a text names ("speak Russian please"), or None; the last one named wins."""
    folded = text.casefold().replace("\u2019", "'").replace("\u2018", "'")
    best: tuple[int, Language] | None = None
    for language, names in NAMES.items():
        position = max(folded.rfind(name) for name in names)
        if position >= 0 and (best is None or position > best[0]):
            best = (position, language)
    return best[1] if best else None


# Languages that residents of Seoul ask for and that are not among the eight; their names come from CLDR.
_FOREIGN = (
    "th", "ne", "fil", "tl", "id", "ms", "my", "km", "lo", "si", "bn", "hi", "ta", "pa", "ps", "fa", "ar", "tr", "ja",
    "fr", "es", "pt", "de", "it", "pl", "uk", "kk", "ky", "tg", "tk", "am", "sw",
)  # fmt: skip
_ALSO = {"tagalog": "fil", "filipino": "fil", "farsi": "fa", "dari": "fa"}


@cache
def _foreign_names() -> dict[str, str]:
    names = dict(_ALSO)
    for language in Language:
        known = Locale.parse(language).languages
        names |= {known[code].casefold(): code for code in _FOREIGN if code in known}
    return names


def find_foreign_language(text: str) -> str | None:
    """Return the code of a language outside the eight that a text names, or None."""
    folded = text.casefold()
    return next((code for name, code in _foreign_names().items() if len(name) > 2 and name in folded), None)  # noqa: PLR2004
