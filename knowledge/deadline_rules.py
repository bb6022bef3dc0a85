"""All rules behind the deadlines: which action is due after which event, until when, for whom and by which law.

The guidebook article that a rule names gives the sources.
"""

from functools import cache

from knowledge.deadline_names import Event
from knowledge.deadline_rule import Rule
from knowledge.deadline_rules_life import FAMILY, LEAVING
from knowledge.deadline_rules_stay import REPORTS, STAY
from knowledge.deadline_rules_work import WORK

RULES = (*STAY, *REPORTS, *WORK, *FAMILY, *LEAVING)


@cache
def get_rules(event: Event) -> tuple[Rule, ...]:
    """The rules that an event sets off; every event has at least one."""
    return tuple(rule for rule in RULES if rule.event is event)
