"""The referral pack: what another institution is told about a case, on one page in Korean and the person's language.

It holds no name: whoever refers writes it down by hand. What people wrote goes to Typst as JSON, never as markup.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import typst
from babel.dates import format_date

from api.desk.models import CaseRecord
from api.desk.records import words
from api.desk.records.values import Expert
from api.errors import GatewayError
from api.routing.hours import seoul_day
from api.words import catalogue
from knowledge.articles import Guidebook
from knowledge.languages import Language
from knowledge.splitting import plain_text

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("referral.typ")
MOST_PAPERS = 8
MOST_NOTE = 1500
"""So many characters of the counsellor's text at most: more would not stand on a page."""
MOST_NOTE_LINES = 12


@dataclass(frozen=True)
class Part:
    """A heading with its lines; several are shown as a list."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One language's half of the page."""

    language: str
    rtl: bool
    title: str
    parts: tuple[Part, ...]
    consent: str
    consented: str
    foot: str


@dataclass(frozen=True)
class Referral:
    """A record to be handed on: who keeps it, to whom it goes (a centre's id or any name), when it is printed."""

    record: CaseRecord
    counsellor: str
    to: str
    made_at: datetime

    @property
    def languages(self) -> tuple[Language, ...]:
        """Korean and the person's language; English where that is none of ours."""
        spoken = self.record.language
        theirs = Language(spoken) if spoken in set(Language) else Language.EN
        return (Language.KO,) if theirs is Language.KO else (Language.KO, theirs)


def render_pack(referral: Referral, guidebook: Guidebook, fonts: Path) -> bytes:
    """Return the page as PDF; raises GatewayError where the fonts are not installed. Takes a good part of a second."""
    if not any(fonts.glob("*.ttf")):
        logger.error("no fonts in %s: run `make build`", fonts)
        raise GatewayError("The fonts of this document are not installed.")
    data = {
        "author": referral.counsellor,
        "columns": [asdict(_column(referral, guidebook, language)) for language in referral.languages],
        "note": asdict(_note(referral)),
    }
    page = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(fonts),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
    )
    assert isinstance(page, bytes)  # noqa: S101 - one file, not one per page
    return page


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _column(referral: Referral, guidebook: Guidebook, language: Language) -> Column:
    say = catalogue(language).gettext
    consented = seoul_day(referral.record.consented_at or referral.made_at)
    to = words.centre_name(referral.to, language)
    return Column(
        language=language,
        rtl=language.is_right_to_left,
        title=say("Referral for counselling"),
        parts=tuple(_parts(referral, guidebook, language)),
        consent=say("I agree that what stands on this page is given to {institution}.").format(institution=to),
        consented=say("Agreed on {date}").format(date=_day(consented, language)),
        foot=say("Made on {date}").format(date=_day(seoul_day(referral.made_at), language)),
    )


def _parts(referral: Referral, guidebook: Guidebook, language: Language) -> Iterator[Part]:
    say, record = catalogue(language).gettext, referral.record
    yield Part(say("Referred by"), (*_place(record.centre, language), referral.counsellor))
    yield Part(say("Referred to"), _place(referral.to, language))
    yield Part(say("Person"), tuple(_person(record, language)))
    yield Part(say("What it is about"), tuple(_matter(record, guidebook, language)))
    yield Part(say("What was done"), tuple(_done(record, language)))
    yield Part(say("What is asked of you"), (_request(record, language),))
    yield Part(say("Please bring"), tuple(_papers(record, guidebook, language)))


def _place(identity: str | None, language: Language) -> tuple[str, ...]:
    """A centre's name, address and telephone as far as they are known; any other name as it is."""
    centre = words.find_centre(identity)
    if centre is None:
        return (identity,) if identity else ()
    # Addresses are kept in Korean and English only; a stranger asks the way with the Korean one.
    address = (centre.address or {}).get("en" if language is Language.EN else "ko")
    return tuple(line for line in (words.centre_name(centre.id, language), address, centre.phone) if line)


def _person(record: CaseRecord, language: Language) -> Iterator[str]:
    say = catalogue(language).gettext
    yield say("Name and telephone (by hand): {space}").format(space="_" * 16)
    if record.nationality:
        yield say("Nationality: {country}").format(country=words.country_name(record.nationality, language))
    if record.stay_status:
        yield say("Status of stay: {status}").format(status=record.stay_status)
    yield say("Language: {language}").format(language=words.language_name(record.language, language))


def _matter(record: CaseRecord, guidebook: Guidebook, language: Language) -> Iterator[str]:
    yield words.area_name(record.area, language)
    article = guidebook.find_nearest(record.article, language) if record.article else None
    if article:
        yield article.title


def _done(record: CaseRecord, language: Language) -> Iterator[str]:
    say = catalogue(language).gettext
    yield say("Counselled on {date}: {method}").format(
        date=_day(record.consulted_on, language), method=words.method_name(record.method, language)
    )
    if record.outcome:
        yield words.outcome_name(record.outcome, language)


def _request(record: CaseRecord, language: Language) -> str:
    say = catalogue(language).gettext
    return {
        Expert.TAX.value: say("Please advise this person as an expert on tax."),
        Expert.PROPERTY.value: say("Please advise this person as an expert on property and renting."),
        Expert.LEGAL.value: say("Please advise this person as an expert on law."),
    }.get(record.expert or "", say("Please advise this person further on this matter."))


def _papers(record: CaseRecord, guidebook: Guidebook, language: Language) -> Iterator[str]:
    """This page, what everybody brings, and what the guidebook's article lists."""
    say = catalogue(language).gettext
    yield say("This page, your passport and your residence card")
    article = guidebook.find_nearest(record.article, language) if record.article else None
    papers = next((section.markdown for section in article.sections if section.key == "papers"), "") if article else ""
    lines = (line.removeprefix("• ").strip() for line in plain_text(papers).splitlines())
    yield from [line for line in lines if line][:MOST_PAPERS]


def _note(referral: Referral) -> Part:
    """What the counsellor wrote, under a heading in both languages: nobody translates it here."""
    text = referral.record.text.strip()
    shown = text if len(text) <= MOST_NOTE else f"{text[:MOST_NOTE].rstrip()} …"
    headings = dict.fromkeys(_note_heading(language) for language in referral.languages)
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    # A long list of short lines goes on in one paragraph: nothing of it is lost, and it stays on the page.
    more = [" · ".join(lines[MOST_NOTE_LINES:])] if lines[MOST_NOTE_LINES:] else []
    return Part(" · ".join(headings), (*lines[:MOST_NOTE_LINES], *more))


def _note_heading(language: Language) -> str:
    say = catalogue(language).gettext
    return say("In the counsellor's words")


def _day(day: date, language: Language) -> str:
    return format_date(day, "long", locale=language.value)
