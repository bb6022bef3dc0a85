"""What a resident reads about who is there: counsellors are here, back at a time, on holiday; leave a message; call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_date, format_time

from api.routing.hotlines import Line
from api.routing.hours import SEOUL, OpeningHours, is_public_holiday, seoul_day
from api.words import catalogue
from knowledge.languages import Language

# A left-to-right isolate: between Urdu words 1577-1366 would otherwise be shown as 1366-1577.
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"


class Away(StrEnum):
    """Which message is due."""

    OPEN = "open"
    OPENS_LATER = "opens_later"
    HOLIDAY = "holiday"
    LEAVE_MESSAGE = "leave_message"


@dataclass(frozen=True)
class Notice:
    """The message that is due; `moment` is until when they are here if OPEN, else when they are back, None unknown."""

    away: Away
    moment: datetime | None


def find_notice(
    hours: OpeningHours | None,
    at: datetime,
    *,
    covered_until: datetime | None,
    next_on_shift: datetime | None,
) -> Notice:
    """Tell which message is due from a centre's hours (None unknown) and the shifts of those who speak the language.

    `covered_until` is None where none of them is there now. A planned shift goes before the hours: only people answer.
    """
    if covered_until is not None:
        return Notice(Away.OPEN, covered_until)
    if hours is None or hours.is_open(at):
        return Notice(Away.OPENS_LATER if next_on_shift else Away.LEAVE_MESSAGE, next_on_shift)
    back = next_on_shift or hours.next_opening(at)
    if is_public_holiday(seoul_day(at)):
        return Notice(Away.HOLIDAY, back)
    return Notice(Away.OPENS_LATER if back else Away.LEAVE_MESSAGE, back)


def away_text(notice: Notice, language: Language, at: datetime, lines: Iterable[Line] = ()) -> str:
    """Say it in a resident's language; outside the hours with the request for a message and the lines to call."""
    say = catalogue(language)
    if notice.away is Away.OPEN:
        return _open(notice, language, at, say)
    parts = {
        Away.OPENS_LATER: [say.gettext("Our counsellors are away right now.")],
        Away.HOLIDAY: [say.gettext("Today is a public holiday in Korea, and our counsellors are away.")],
        Away.LEAVE_MESSAGE: [say.gettext("No counsellor is here right now.")],
    }[notice.away]
    if notice.moment is not None:
        parts.append(_back(notice.moment, language, at, say))
    parts.append(say.gettext("You can write your question here now. Please also say how we can reach you."))
    return "\n".join(filter(None, (" ".join(parts), lines_text(lines, language))))


def lines_text(lines: Iterable[Line], language: Language) -> str:
    """Name lines to call now, one under the other; an empty text without any."""
    say = catalogue(language)
    named = [_line(line, language, say) for line in lines]
    return "\n".join((say.gettext("If it cannot wait, you can call now:"), *named)) if named else ""


def format_moment(moment: datetime, language: Language, now: datetime) -> str:
    """Name an appointment in a resident's language: the time, and the day unless it is today."""
    time = _time(moment, language)
    return time if seoul_day(moment) == seoul_day(now) else f"{_day(moment, language)}, {time}"


def _open(notice: Notice, language: Language, at: datetime, say: NullTranslations) -> str:
    if notice.moment is None or seoul_day(notice.moment) != seoul_day(at):
        return say.gettext("Our counsellors are here now.")
    return say.gettext("Our counsellors are here today until {time}.").format(time=_time(notice.moment, language))


def _back(moment: datetime, language: Language, at: datetime, say: NullTranslations) -> str:
    days = seoul_day(moment) - seoul_day(at)
    if not days:
        text = say.gettext("They are back today at {time}.")
    elif days == timedelta(days=1):
        text = say.gettext("They are back tomorrow ({day}) at {time}.")
    else:
        text = say.gettext("They are back on this day: {day}, {time}.")
    return text.format(day=_day(moment, language), time=_time(moment, language))


def _line(line: Line, language: Language, say: NullTranslations) -> str:
    names = {
        "immigration": say.gettext("immigration and stay"),
        "danuri": say.gettext("Danuri, family and violence"),
        "foreign-workers": say.gettext("counselling for foreign workers"),
        "labour": say.gettext("work and wages"),
        "city": say.gettext("the city of Seoul"),
    }
    parts = [names[line.hotline.id]]
    if line.language is not language:
        parts.append(Locale.parse(language.value).languages[line.language.value])
    if line.until is None:
        parts.append(say.gettext("24 hours"))
    else:
        parts.append(say.gettext("until {time}").format(time=_time(line.until, language)))
    return f"• {_isolated(line.hotline.number, language)} – {', '.join(parts)}"


def _day(moment: datetime, language: Language) -> str:
    return format_date(moment.astimezone(SEOUL).date(), "full", locale=language.value)


def _time(moment: datetime, language: Language) -> str:
    # All eight languages write the day in 24 hours here, also where CLDR would not.
    return format_time(moment, "H:mm", tzinfo=SEOUL, locale=language.value)


def _isolated(number: str, language: Language) -> str:
    return f"{_ISOLATE}{number}{_END_ISOLATE}" if language.is_right_to_left else number
