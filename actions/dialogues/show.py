"""Says values back as the resident's language writes them: dates, sums of money, lengths of time."""

from datetime import date

from babel import dates, numbers

from actions.resources import catalogue
from knowledge.languages import Language


def show_date(day: date | str, language: Language) -> str:
    """A date in words, with its year; takes ISO text as well."""
    return dates.format_date(date.fromisoformat(day) if isinstance(day, str) else day, "long", locale=_locale(language))


def show_won(amount: int, language: Language) -> str:
    """A sum of money in won, digits grouped."""
    say = catalogue(language).gettext
    return say("{amount} won").format(amount=numbers.format_decimal(amount, "#,##0", locale="en"))


def _locale(language: Language) -> str:
    """Day before month in English, as the guidebook writes dates."""
    return "en_GB" if language is Language.EN else str(language)
