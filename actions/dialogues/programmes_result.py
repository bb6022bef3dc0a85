"""What the dialogue about programmes says in the end: what fits a child, what is open, whom to ask, what to cite."""

from itertools import groupby

from actions.dialogues.dialogue import Answers, Setting
from actions.dialogues.programmes_child import find_child
from actions.dialogues.programmes_words import contacts, open_points, school_names
from actions.dialogues.show import show_won
from actions.resources import catalogue
from knowledge.languages import Language
from knowledge.programmes import Match, Need, Programme, Reason, match

# Programmes in a message, among its citations, and characters; what else fits is offered as buttons.
_SHOWN, _CITED, _LONGEST = 6, 4, 1200
# What the guidebook has where no programme answers a need.
_INSTEAD = {
    Need.MONEY: "family.child-benefits",
    Need.CHILD_CARE: "family.childcare",
    Need.COUNSELLING: "family.counselling",
}


def lines(answers: Answers, setting: Setting) -> list[str]:
    """The result in lines: sure matches first, then those with something open, then whom to ask."""
    say = catalogue(setting.language).gettext
    found = match(find_child(answers))
    if not found:
        return [
            say("I know no programme of the city that fits these answers. There may be others."),
            _whom_to_ask(setting),
        ]
    for count in range(min(_SHOWN, len(found)), 1, -1):
        said = _tell(found, count, setting)
        if len("\n".join(said)) <= _LONGEST:
            return said
    return _tell(found, 1, setting)


def _tell(found: tuple[Match, ...], count: int, setting: Setting) -> list[str]:
    """The first `count` matches in groups with the same open points."""
    say = catalogue(setting.language).gettext
    said = [say("This is an estimate from your answers and Seoul's report of September 2024. Rules can change.")]
    names = open_points(setting.language)
    for points, group in groupby(found[:count], key=lambda one: one.open_points):
        head = say("Perhaps:") if points else say("These fit your answers:")
        said += ["", " ".join([head, *(names[point] for point in points)])]
        said += [_describe(one, setting) for one in group]
    if len(found) > count:
        said.append(say("The buttons show more that may fit."))
    return [*said, "", *_notes(found[:count], setting), _whom_to_ask(setting)]


def articles(answers: Answers) -> tuple[str, ...]:
    """Ids of the articles to cite, at most four; where nothing fits, what helps instead."""
    child = find_child(answers)
    shown = tuple(one.programme.article for one in match(child)[:_CITED])
    instead = (_INSTEAD[need] for need in child.needs if need in _INSTEAD)
    return shown or (*instead, "family.family-center")


def more(answers: Answers) -> tuple[str, ...]:
    """Ids of the articles of further matches, for buttons."""
    return tuple(one.programme.article for one in match(find_child(answers))[_CITED:])


def _describe(found: Match, setting: Setting) -> str:
    name = found.programme.name[setting.language]
    korean = found.programme.name[Language.KO]
    shown = name if name == korean else f"{name} ({korean})"
    who = _show_ages(found.programme, setting)
    won = _show_allowance(found, setting)
    return " ".join(filter(None, [f"• {shown}: {who}.", won, contacts(setting.language).get(found.programme.id)]))


def _show_ages(programme: Programme, setting: Setting) -> str:
    say = catalogue(setting.language).gettext
    if programme.age_to is None:
        names = school_names(setting.language)
        named = [label for school, label in names.items() if school in programme.schools]
        return "; ".join(named) or say("no ages are stated")
    if programme.age_from is None:
        return say("up to age {last}").format(last=programme.age_to)
    return say("ages {first} to {last}").format(first=programme.age_from, last=programme.age_to)


def _show_allowance(found: Match, setting: Setting) -> str:
    """The allowance a year for the school, or its span where the school is not known."""
    amounts = found.programme.yearly_won.values()
    if not amounts:
        return ""
    say = catalogue(setting.language).gettext
    if found.yearly_won is not None:
        return say("{amount} a year.").format(amount=show_won(found.yearly_won, setting.language))
    least, most = (show_won(amount, setting.language) for amount in (min(amounts), max(amounts)))
    return say("{least} to {most} a year, by school.").format(least=least, most=most)


def _notes(found: tuple[Match, ...], setting: Setting) -> list[str]:
    """What concerns several programmes at once: which exclude each other, and what the law calls multicultural."""
    say = catalogue(setting.language).gettext
    said = []
    ids = {one.programme.id for one in found}
    if any(ids.intersection(one.programme.not_with) for one in found):
        said.append(say("In 2025, home-visit education and home tutoring could not be combined."))
    if {Reason.ASK_FAMILY, Reason.FOREIGN_FAMILY} & {point for one in found for point in one.open_points}:
        said.append(
            say("Multicultural families: Multicultural Families Support Act (다문화가족지원법), art. 2 and 14-2.")
        )
    return said


def _whom_to_ask(setting: Setting) -> str:
    say = catalogue(setting.language).gettext
    return say(
        "Ask before you rely on it. Where nobody else is named, ask the family centre of your district "
        "(자치구 가족센터), 1577-9337. In 13 languages, 24 hours: Danuri Helpline (다누리콜센터), 1577-1366."
    )
