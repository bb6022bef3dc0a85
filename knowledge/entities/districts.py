"""Finds the district of Seoul in which somebody says they live, or the city outside Seoul; names in districts.yaml."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "districts.yaml"

_HANGUL = "가-힣"
_LETTER = r"a-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff\u0620-\u06d3"
# What Korean glues on to a place: kind of place, then case, then a verb; nothing else may follow ("구로시오").
_KOREAN_ENDING = (
    r"(?:특별시|광역시|시청|구청|시장|사거리|입구|대학교|\d가|\d?동|구|시|역)*(?:쪽|근처|주변|앞)?"
    r"(?:에서만|에서는|에서도|에서|에는|에도|에|으로|로|이에요|예요|이요|요|입니다|이고|인데|이|가|은|는|을|를|도|의|까지|부터|이랑|랑|과|와)?"
    rf"(?:(?![{_HANGUL}])|(?=살|사는|거주|있|일하|다니))"
)
# Case endings; Latin-typed Turkic and Mongolian ones included. Other languages put no ending on a place.
_ENDINGS = {
    Language.RU: r"(?:ом|ами|ах|ской|ском|ский|ского|[аеуыию])?",
    Language.MN: r"-?(?:ийн|ын|ний|ны|аас|ээс|оос|өөс|руу|рүү|луу|лүү|тай|тэй|той|д|т|н|ийг|ыг|г|d|t|iin|aas|ees|oos)?",
    Language.UZ: r"(?:dagi|dan|da|ga|ka|ning|ni|lik|man)?(?:man)?",
}


@dataclass(frozen=True)
class District:
    """A district of Seoul: `id` like "yeongdeungpo-gu" and its name in each language."""

    id: str
    names: dict[Language, str]


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    district: District | None
    city: str | None


@cache
def read_districts(path: Path = PATH) -> tuple[District, ...]:
    """The 25 districts of Seoul in the order of their Korean names; raises KeyError when a name is missing."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["districts"]
    return tuple(District(row["id"], {language: row["names"][language] for language in Language}) for row in rows)


def find_district(text: str, language: Language) -> District | None:
    """The first district of Seoul that a text names, itself or by a neighbourhood, station, market or university.

    A name that other cities share (중구, 강서구) counts as Seoul unless such a city stands right before it.
    """
    folded, previous = fold(text, language), None
    for place in _find_places(folded, language):
        is_elsewhere = previous and previous.city and not re.search(r"\w", folded[previous.end : place.start])
        if place.district and not is_elsewhere:
            return place.district
        previous = place
    return None


def find_city_outside(text: str, language: Language) -> str | None:
    """The first well-known city outside Seoul that a text names, in English ("Ansan"), or None."""
    return next((place.city for place in _find_places(fold(text, language), language) if place.city), None)


def _find_places(folded: str, language: Language) -> Iterator[_Place]:
    pattern, targets = _read_forms(language)
    for match in pattern.finditer(folded):
        target = targets[match[match.lastgroup or 0]]
        if isinstance(target, District):
            yield _Place(*match.span(), target, None)
        else:
            yield _Place(*match.span(), None, target)


@cache
def _read_forms(language: Language, path: Path = PATH) -> tuple[re.Pattern[str], dict[str, District | str]]:
    """A pattern of all spellings, the longest first, and what each of them names."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    targets: dict[str, District | str] = {}
    for city in rows["outside"]:
        targets |= dict.fromkeys(_spell(city["spellings"].split(" | "), language), city["name"])
    for row, district in zip(rows["districts"], read_districts(path), strict=True):
        places = (form for place in row["places"] for form in place.split(" | "))
        forms = [*_full_names(district), *row["spellings"], *places]
        targets |= dict.fromkeys(_spell(forms, language), district)
    return _compile(sorted(targets, key=len, reverse=True), language), targets


def _full_names(district: District) -> Iterator[str]:
    for name in district.names.values():
        yield from (name, name.replace("дүүрэг", "дүүрг"))


def _spell(forms: Iterable[str], language: Language) -> Iterator[str]:
    for form in forms:
        yield from (fold(form.replace("-", joint), language) for joint in ("-", " ", ""))


def _compile(forms: list[str], language: Language) -> re.Pattern[str]:
    hangul = "|".join(form for form in forms if "가" <= form[0] <= "힣")
    han = "|".join(form for form in forms if "一" <= form[0] <= "\u9fff")
    other = "|".join(re.escape(form) for form in forms if re.match(f"[{_LETTER}]", form))
    return re.compile(
        rf"(?:(?<![{_HANGUL}])|(?<=서울)|(?<=서울시))(?P<hangul>{hangul}){_KOREAN_ENDING}"
        # 集中区 is a zone, 其中区 "among them".
        rf"|(?<![集其])(?P<han>{han})"
        rf"|(?<![{_LETTER}\d])(?P<other>{other})(?:[- ]?(?:gu|ku|dong|гу|дон))?"
        rf"{_ENDINGS.get(language, '')}(?![{_LETTER}])"
    )
