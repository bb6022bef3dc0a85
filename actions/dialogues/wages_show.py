"""Says back what was answered on wages: the time worked, its last day, hours and months."""

from babel import units

from actions.dialogues.dialogue import Value
from actions.dialogues.show import show_date, show_won
from actions.dialogues.wages_readers import NONE, STILL_WORKING, read_length
from actions.resources import catalogue
from knowledge.languages import Language


def show_days(days: int, language: Language) -> str:
    """A number of days in words."""
    return _count(days, "day", language)


def show_months(months: float, language: Language) -> str:
    """A number of months in words."""
    return _count(int(months) if months == int(months) else months, "month", language)


def show_worked(worked: Value, language: Language) -> str:
    """The first day of a job, or the time worked."""
    say = catalogue(language).gettext
    length = read_length(str(worked))
    if length is None:
        return say("the job began on {date}").format(date=show_date(str(worked), language))
    parts = (show_months(length.months, language) if length.months else "", show_days(length.days, language))
    shown = " ".join(part for part in (parts[0], parts[1] if length.days or not length.months else "") if part)
    return say("time worked: {time}").format(time=shown)


def show_end(end: Value, language: Language) -> str:
    """The last day of a job, or that it goes on."""
    say = catalogue(language).gettext
    if end == STILL_WORKING:
        return say("you still work there")
    return say("last day of the job: {date}").format(date=show_date(str(end), language))


def show_hours(hours: Value, language: Language) -> str:
    """Hours of work a week."""
    say = catalogue(language).gettext
    number = float(hours)
    shown = _count(int(number) if number.is_integer() else number, "hour", language)
    return say("{hours} of work a week").format(hours=shown)


def show_wage(wage: Value, language: Language) -> str:
    """The wage of a month."""
    say = catalogue(language).gettext
    return say("wage of one month: {amount}").format(amount=show_won(int(wage), language))


def show_unpaid(unpaid: Value, language: Language) -> str:
    """Months without pay."""
    say = catalogue(language).gettext
    if unpaid == NONE:
        return say("no month without pay")
    return say("without pay: {months}").format(months=show_months(float(unpaid), language))


def show_payday(payday: Value, language: Language) -> str:
    """The day on which the oldest unpaid wage was due."""
    say = catalogue(language).gettext
    return say("oldest unpaid payday: {date}").format(date=show_date(str(payday), language))


def _count(number: float, unit: str, language: Language) -> str:
    """Babel has long forms only for some of the languages; where it has none, the short ones are whole words."""
    length = "long" if language is Language.EN or (language is Language.RU and unit != "month") else "short"
    return units.format_unit(number, f"duration-{unit}", length, locale=str(language))  # type: ignore[arg-type]
