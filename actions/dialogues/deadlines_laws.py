"""Names of the laws behind the deadlines, as a resident's language writes them."""

from actions.resources import catalogue
from knowledge.languages import Language


def law_name(law: str, language: Language) -> str:
    """A law as `Deadline.law` has it, in words of the language; raises KeyError for one that has none."""
    names = law_names(language)
    return "; ".join(names[part] for part in law.split("; "))


def law_names(language: Language) -> dict[str, str]:
    """The articles of laws that the deadlines rest on, each under its English name."""
    say = catalogue(language).gettext
    return {
        "Immigration Act art. 19": say("Immigration Act art. 19"),
        "Immigration Act art. 20": say("Immigration Act art. 20"),
        "Immigration Act art. 21": say("Immigration Act art. 21"),
        "Immigration Act art. 23": say("Immigration Act art. 23"),
        "Immigration Act art. 24": say("Immigration Act art. 24"),
        "Immigration Act art. 25": say("Immigration Act art. 25"),
        "Immigration Act art. 30": say("Immigration Act art. 30"),
        "Immigration Act art. 31(1)": say("Immigration Act art. 31(1)"),
        "Immigration Act art. 33(3), 33(4)": say("Immigration Act art. 33(3), 33(4)"),
        "Immigration Act art. 35": say("Immigration Act art. 35"),
        "Immigration Act art. 36(1)": say("Immigration Act art. 36(1)"),
        "Enforcement Rule art. 14-2": say("Enforcement Rule art. 14-2"),
        "Enforcement Rule art. 14-3": say("Enforcement Rule art. 14-3"),
        "Enforcement Rule art. 44-2": say("Enforcement Rule art. 44-2"),
        "Enforcement Rule art. 49-2": say("Enforcement Rule art. 49-2"),
        "Overseas Koreans Act art. 6": say("Overseas Koreans Act art. 6"),
        "Overseas Koreans Act art. 6(2)": say("Overseas Koreans Act art. 6(2)"),
        "Overseas Koreans Act art. 10(3)": say("Overseas Koreans Act art. 10(3)"),
        "Act on the Employment of Foreign Workers art. 13": say("Act on the Employment of Foreign Workers art. 13"),
        "Act on the Employment of Foreign Workers art. 18-2": say("Act on the Employment of Foreign Workers art. 18-2"),
        "Act on the Employment of Foreign Workers art. 18-3": say("Act on the Employment of Foreign Workers art. 18-3"),
        "Act on the Employment of Foreign Workers art. 18-4": say("Act on the Employment of Foreign Workers art. 18-4"),
        "Act on the Employment of Foreign Workers art. 25": say("Act on the Employment of Foreign Workers art. 25"),
        "Act on the Employment of Foreign Workers art. 25(3)": say(
            "Act on the Employment of Foreign Workers art. 25(3)"
        ),
        "Act on Registration of Family Relations art. 44": say("Act on Registration of Family Relations art. 44"),
        "Civil Act art. 839-2": say("Civil Act art. 839-2"),
        "National Pension Act art. 77, 115": say("National Pension Act art. 77, 115"),
    }
