"""What a rule behind a deadline is made of, and the groups of statuses, laws and periods that the rules share."""

from dataclasses import dataclass

from knowledge.deadline_names import Event, What
from knowledge.periods import Reckoning, days_after, days_before


@dataclass(frozen=True)
class Rule:
    """One deadline before dates are put in; statuses are main codes such as "E-9".

    `only` and `exempt` say whom it binds, `unsettled` and `certain` where the facts leave that open. `needs_status`
    keeps it from people who did not tell theirs, `ends_with_stay` ends it no later than the permitted stay,
    `at_office` is False where no Korean office has to be open.
    """

    event: Event
    what: What
    article: str
    law: str
    last: Reckoning | None = None
    first: Reckoning | None = None
    only: frozenset[str] | None = None
    exempt: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()
    certain: bool = True
    needs_status: bool = False
    ends_with_stay: bool = False
    at_office: bool = True

    def covers(self, status: str | None) -> bool:
        """Whether the rule may bind someone with that status; None is a status that was not told."""
        if status is None:
            return not self.needs_status
        return status not in self.exempt and (self.only is None or status in self.only)

    def is_settled(self, status: str | None) -> bool:
        """Whether the facts settle that the rule binds someone with that status."""
        return self.certain and status not in self.unsettled and (self.only is None or status is not None)


def codes(letter: str, *numbers: int) -> frozenset[str]:
    """Main codes of statuses with one letter: codes("D", 2, 4) is {"D-2", "D-4"}."""
    return frozenset(f"{letter}-{number}" for number in numbers)


# Short-stay visitors are as a rule not registered, and the reports bind registered residents.
VISITORS = codes("B", 1, 2) | codes("C", 1, 3, 4)
OFFICIAL = codes("A", 1, 2, 3)
UNREGISTERED = VISITORS | OFFICIAL
F4 = codes("F", 4)
F5 = codes("F", 5)
H2 = codes("H", 2)
E9 = codes("E", 9)
PROFESSIONALS = codes("E", *range(1, 8))
STUDENTS = codes("D", 2, 4)

ACT = "Immigration Act"
REPORT_LAW = f"{ACT} art. 35; Enforcement Rule art. 49-2"
F4_ACT = "Overseas Koreans Act"
EPS_ACT = "Act on the Employment of Foreign Workers"

FIFTEEN = days_after(15)
NINETY = days_after(90)
EVE = days_before(1)
SAME_DAY = days_before(0)
A_WEEK_BEFORE = days_before(7)
