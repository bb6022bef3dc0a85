"""What the dialogue about centres says in the end: up to three centres, what is not known, and lines to call."""

from babel import Locale

from actions.dialogues.centres_words import LINES, NATIONWIDE, Line, line_names, why_named
from actions.dialogues.dialogue import SKIPPED, Answers, Setting
from actions.resources import catalogue
from knowledge.centres import Centre, CentreNeed, FoundCentre, Why, find_centres
from knowledge.entities.districts import read_districts
from knowledge.languages import Language

# How a city outside Seoul is marked among the values of the place.
OUTSIDE = "outside."
_CITED, _LONGEST = 4, 1250
_BY_CENTRE = {
    "seoul-foreign-residents-support-centre": "settlement.foreign-resident-center",
    "yeongdeungpo-immigration-desk": "visa.yeongdeungpo-office",
    "seoul-global-center": "settlement.seoul-global-center",
    "eastern-foreign-residents-support-centre": "settlement.eastern-center",
    "seoul-counseling-center-for-migrant-women": "family.domestic-violence",
    "seoul-global-youth-education-center": "family.mid-entry-youth",
}
_BY_KIND = {
    "workers-centre": "job.labor-centers",
    "family-centre": "family.family-center",
    "global-village": "settlement.global-villages",
}
_BY_NEED = {
    CentreNeed.WORK: "job.unpaid-wages",
    CentreNeed.JOB_SEARCH: "job.job-search",
    CentreNeed.FAMILY: "family.family-center",
    CentreNeed.VISA: "visa.hikorea-booking",
    CentreNeed.LEGAL: "settlement.legal-aid",
    CentreNeed.HOUSING: "settlement.housing-rent",
    CentreNeed.KOREAN_CLASSES: "settlement.korean-classes",
}


def find(answers: Answers, limit: int = 3) -> tuple[FoundCentre, ...]:
    """Up to `limit` centres for the answers; none outside Seoul, since only Seoul's are known."""
    place = _known(answers, "place")
    if place is not None and place.startswith(OUTSIDE):
        return ()
    return find_centres(place, _need(answers), _wanted(answers), limit)


def lines(answers: Answers, setting: Setting) -> list[str]:
    """The result in lines: three centres, or two where three are too long to read."""
    said = _tell(answers, find(answers), setting)
    return said if len("\n".join(said)) <= _LONGEST else _tell(answers, find(answers, 2), setting)


def _tell(answers: Answers, found: tuple[FoundCentre, ...], setting: Setting) -> list[str]:
    say, place = catalogue(setting.language).gettext, _known(answers, "place")
    if place is not None and place.startswith(OUTSIDE):
        city = say("{city} is outside Seoul. I know only the centres of Seoul, so I name none there.")
        said = [city.format(city=place.removeprefix(OUTSIDE))]
    elif found:
        said = [say("These centres may help. Much about them can have changed, so ask before you go.")]
    else:
        said = [say("I know no centre for this.")]
    for one in found:
        said += ["", *describe(one, answers, setting)]
    said += ["", say("You can call:")]
    named = line_names(setting.language)
    said += [f"• {named[line]}" for line in _lines_to_call(answers)]
    return [*said, *_without_urdu(answers, setting)]


def describe(found: FoundCentre, answers: Answers, setting: Setting) -> list[str]:
    """A centre in two or three lines: its names and place, what is known, what is not."""
    say, language, centre = catalogue(setting.language).gettext, setting.language, found.centre
    name, korean = centre.name[language], centre.name[Language.KO]
    shown = name if name == korean else f"{name} ({korean})"
    facts = [f"• {shown}.", why_named(language)[found.why], *_facts(centre, found.why, language)]
    facts.append(_tell_languages(found, language))
    if not found.named_service:
        facts.append(say("It gives general counselling: ask whether it can help with this."))
    checks = [_unknown(centre, asked=_wanted(answers) is not None, language=language)]
    if not found.confirmed:
        checks.append(say("I cannot confirm that it is still open."))
    checks.append(_as_of(centre, language))
    return [" ".join(filter(None, facts)), " ".join(filter(None, checks))]


def articles(answers: Answers) -> tuple[str, ...]:
    """Ids of the articles to cite, at most four: about the centres, then about the need."""
    centres = (one.centre for one in find(answers))
    about = [_BY_CENTRE.get(one.id) or _BY_KIND.get(one.kind) for one in centres]
    wanted = [*about, _BY_NEED.get(_need(answers), "settlement.interpretation")]
    return tuple(dict.fromkeys(one for one in wanted if one))[:_CITED]


def isolate(text: str, language: Language) -> str:
    """Keep numbers and foreign letters in their order within a language that is written from right to left."""
    return f"\u2066{text}\u2069" if language.is_right_to_left else text


def _known(answers: Answers, key: str) -> str | None:
    value = answers.get(key, SKIPPED)
    return None if value == SKIPPED else str(value)


def _need(answers: Answers) -> CentreNeed:
    return CentreNeed(_known(answers, "need") or CentreNeed.ANY)


def _wanted(answers: Answers) -> Language | None:
    code = _known(answers, "language")
    return Language(code) if code else None


def _facts(centre: Centre, why: Why, language: Language) -> list[str]:
    say = catalogue(language).gettext
    said = []
    if why is not Why.IN_DISTRICT and centre.address is None and centre.districts:
        names = [one.names[language] for one in read_districts() if one.id in centre.districts]
        said.append(say("District: {name}.").format(name=", ".join(names)))
    if centre.address is not None:
        said.append(say("Address: {address}.").format(address=_show_address(centre.address, language)))
    if centre.phone is not None:
        said.append(say("Phone: {number}.").format(number=isolate(centre.phone, language)))
    if centre.hours is not None:
        said.append(say("Hours: {hours}.").format(hours=isolate(centre.hours, language)))
    return said


def _tell_languages(found: FoundCentre, language: Language) -> str:
    """Whether the wanted language is spoken, or which are where none is wanted; nothing where no source tells."""
    say = catalogue(language).gettext
    if found.centre.languages is None:
        return ""
    if found.speaks is None:
        return say("Languages: {names}.").format(names=_show_languages(found.centre.languages, language))
    if found.speaks:
        return say("It speaks the language that you want.")
    return say("The language that you want is not among those it names.")


def _show_address(address: dict[str, str], language: Language) -> str:
    korean = address["ko"]
    return korean if language is Language.KO else isolate(f"{address['en']} ({korean})", language)


def _show_languages(codes: frozenset[str], language: Language) -> str:
    """Names of languages in the resident's own, ours first."""
    order = [*(one.value for one in Language if one.value in codes), *sorted(codes - {one.value for one in Language})]
    names = Locale.parse(language.value).languages
    return _join([names.get(code, code) for code in order], language)


def _unknown(centre: Centre, *, asked: bool, language: Language) -> str:
    """What no source tells; languages only to those who asked for one."""
    say = catalogue(language).gettext
    missing = [
        (centre.address is None, say("address")),
        (centre.phone is None, say("phone number")),
        (centre.hours is None, say("opening hours")),
        (centre.languages is None and asked, say("languages spoken")),
    ]
    names = [name for is_missing, name in missing if is_missing]
    return say("Not known to me: {what}.").format(what=_join(names, language)) if names else ""


def _as_of(centre: Centre, language: Language) -> str:
    say = catalogue(language).gettext
    if centre.as_of is None:
        return say("The source has no date.")
    return say("As of {date}.").format(date=isolate(centre.as_of, language))


def _join(names: list[str], language: Language) -> str:
    return {Language.ZH: "、", Language.UR: "، "}.get(language, ", ").join(names)


def _lines_to_call(answers: Answers) -> tuple[Line, ...]:
    """Lines for the need; outside Seoul only those of the whole country, and more of them."""
    chosen = LINES[_need(answers)]
    if (_known(answers, "place") or "").startswith(OUTSIDE):
        return tuple(dict.fromkeys(line for line in (*chosen, *NATIONWIDE) if line is not Line.CITY))[:4]
    if any(one.centre.phone is None for one in find(answers)) and Line.CITY not in chosen:
        return (*chosen, Line.CITY)
    return chosen


def _without_urdu(answers: Answers, setting: Setting) -> list[str]:
    """The one of our languages that Danuri's list does not have (settlement.interpretation)."""
    if Language.UR not in (setting.language, _wanted(answers)) or Line.DANURI not in _lines_to_call(answers):
        return []
    return [catalogue(setting.language).gettext("Urdu is not among the 13 languages of the Danuri Helpline.")]
