"""Reads what a worker answers about a job: since when or how long, its last day, the pay, the months without pay.

The first message is read by the same readers, so a length of time counts only where it is that of the work: most people
begin with how long they have not been paid.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actions.dialogues.dialogue import Option, find_option
from actions.dialogues.wages_vocabulary import Told, tells
from knowledge.entities.amounts import find_amount
from knowledge.entities.dates import FoundDate, find_dates
from knowledge.entities.durations import Duration, FoundDuration, find_duration, find_durations
from knowledge.entities.numbers import find_numbers
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.wage_periods import add_months

STILL_WORKING, NONE = "still_working", "none"

_YEAR_MONTHS = 12
_MOST_UNPAID = 60
_DAYS_A_MONTH = 30
_NUMBERS_WITH_YEAR, _FIRST_YEAR = 3, 1000
# So many letters beside a date or a length of time still make a bare answer ("about … I think").
_FEW_LETTERS = {Language.KO: 8, Language.ZH: 8}
_FEW_LETTERS_ELSEWHERE = 18
_MONTHS_NOW = re.compile(r"\d+ thang (?:roi|nay)")
_LENGTH = re.compile(r"P(\d+)M(\d+)D")


def read_worked(text: str, language: Language, today: date) -> str | None:
    """The first day of a job as ISO text, or the time worked as "P14M0D"; None where a text may speak of another time.

    What is said to be nearly a length is none, and so is a rough year: the right to severance pay hangs on it.
    """
    said = _read_times(text, language, today)
    if tells(text, Told.STAY, language):
        return None
    if len(said.lengths) == 1:
        return _length_worked(said, said.lengths[0].value)
    if said.lengths or not said.dates or tells(text, Told.PAY, language):
        return None
    first = min(said.dates, key=lambda found: found.value)
    leaves_open = len(said.dates) == 1 and tells(text, Told.QUIT, language)
    is_rough = tells(text, Told.ABOUT, language) or tells(text, Told.NEARLY, language)
    if leaves_open or (is_rough and said.is_counted_back(first)) or not (said.is_bare or said.is_of_work):
        return None
    return said.past(first).isoformat()


def read_length(worked: str) -> Duration | None:
    """The time worked in an answer of `read_worked`; None for a first day."""
    match = _LENGTH.fullmatch(worked)
    return Duration(int(match[1]), int(match[2])) if match else None


def read_end(text: str, options: tuple[Option, ...], language: Language, today: date) -> str | None:
    """The last day of a job as ISO text, or STILL_WORKING."""
    said = _read_times(text, language, today)
    if said.dates:
        if tells(text, Told.STAY, language) or tells(text, Told.PAY, language):
            return None
        return max(found.value for found in said.dates).isoformat()
    if said.lengths or any(tells(text, told, language) for told in (Told.QUIT, Told.PAY)):
        return None
    chosen = None if text.strip().isdigit() else find_option(text, options, language)
    return STILL_WORKING if chosen or tells(text, Told.STILL, language) else None


def read_payday(text: str, language: Language, today: date) -> str | None:
    """A day on which a wage was due, as ISO text; of a day without a year the last one."""
    said = _read_times(text, language, today)
    return said.past(said.dates[0]).isoformat() if len(said.dates) == 1 else None


def read_monthly_wage(text: str, language: Language) -> int | None:
    """The wage of a month in won; None for that of an hour, a day or a year."""
    return None if tells(text, Told.NOT_MONTHLY, language) else find_amount(text, language, bare_in_manwon=True)


def read_unpaid(text: str, options: tuple[Option, ...], language: Language, today: date) -> float | str | None:
    """Months without pay, with two decimals, or NONE; a bare number counts as months."""
    said, numbers = _read_times(text, language, today), find_numbers(text, language)
    if said.dates:
        return None
    if len(said.lengths) == 1:
        length = said.lengths[0].value
        return _within(length.months + length.days / _DAYS_A_MONTH)
    if said.lengths:
        return None
    if len(numbers) == 1 and not _outside(text, [(numbers[0].start, numbers[0].end)]):
        return _within(numbers[0].value)
    is_none = not numbers and (tells(text, Told.NOTHING, language) or find_option(text, options, language))
    return NONE if is_none else None


@dataclass(frozen=True)
class _Times:
    """Days and lengths of time in a text; `lengths` are not those that only count back to a day ("2 months ago")."""

    text: str
    language: Language
    today: date
    dates: tuple[FoundDate, ...]
    lengths: tuple[FoundDuration, ...]

    @property
    def is_bare(self) -> bool:
        """Whether little else is said."""
        spans = [(d.start, d.end) for d in self.dates] + [(one.start, one.end) for one in self.lengths]
        few = _FEW_LETTERS.get(self.language, _FEW_LETTERS_ELSEWHERE)
        return len(_outside(self.text, spans)) <= few

    @property
    def is_of_work(self) -> bool:
        """Whether the text speaks of working."""
        return tells(self.text, Told.WORK, self.language)

    def is_counted_back(self, found: FoundDate) -> bool:
        """Whether a day was told by the time since then."""
        return find_duration(self.text[found.start : found.end], self.language) is not None

    def past(self, found: FoundDate) -> date:
        """The day, a year earlier if its year was guessed and it would lie ahead."""
        numbers = find_numbers(self.text[found.start : found.end], self.language)
        has_year = len(numbers) >= _NUMBERS_WITH_YEAR or any(number.value >= _FIRST_YEAR for number in numbers)
        is_guessed_ahead = found.assumed and not has_year and found.value > self.today
        return add_months(found.value, -_YEAR_MONTHS) if is_guessed_ahead else found.value


def _read_times(text: str, language: Language, today: date) -> _Times:
    found = find_dates(text, language, today)
    dates = tuple(one for one in found if not _is_length(text[one.start : one.end], language))
    lengths = tuple(
        one for one in find_durations(text, language) if all(one.end <= d.start or d.end <= one.start for d in dates)
    )
    return _Times(text, language, today, dates, lengths)


def _is_length(text: str, language: Language) -> bool:
    """Whether what was found as a date is rather a length: Vietnamese "14 tháng rồi" is "for 14 months now"."""
    return language is Language.VI and _MONTHS_NOW.fullmatch(fold(text, language)) is not None


def _length_worked(said: _Times, length: Duration) -> str | None:
    text, language = said.text, said.language
    is_near_year = length.months == _YEAR_MONTHS or length.months == _YEAR_MONTHS - 1
    if tells(text, Told.NEARLY, language) or (is_near_year and tells(text, Told.ABOUT, language)):
        return None
    # Beside words of pay, a shorter time may be that without pay.
    is_of_pay = tells(text, Told.PAY, language) and length.months < _YEAR_MONTHS
    if is_of_pay or not (said.is_of_work or (said.is_bare and not tells(text, Told.PAY, language))):
        return None
    return f"P{length.months}M{length.days}D"


def _within(months: float) -> float | str | None:
    rounded = round(months, 2)
    if rounded == 0:
        return NONE
    return rounded if 0 < rounded <= _MOST_UNPAID else None


def _outside(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The letters and digits of a text outside the spans."""
    covered = {index for start, end in spans for index in range(start, end)}
    return "".join(c for index, c in enumerate(text) if index not in covered and c.isalnum())
