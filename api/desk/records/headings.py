"""The titles of a report's tables and the headings of their columns."""

from api.words import catalogue
from knowledge.languages import Language


def table_titles(language: Language) -> dict[str, str]:
    """Return the titles of all tables by their keys."""
    say = catalogue(language).gettext
    return {
        "consultations": say("Counselling"),
        "expert": say("Expert consulting"),
        "by_centre": say("Cases by centre"),
        "by_area": say("Cases by area"),
        "by_language": say("Cases by language"),
        "by_method": say("Cases by method"),
        "by_nationality": say("Cases by nationality"),
        "by_outcome": say("Cases by outcome"),
        "by_day": say("Cases by day"),
        "times_by_centre": say("Times by centre"),
        "times_by_language": say("Times by language"),
        "satisfaction": say("Satisfaction"),
        "assistant": say("What the assistant settled alone"),
        "follow_ups": say("Follow-ups due"),
    }


def column_headings(language: Language) -> dict[str, str]:
    """Return the headings of all columns and totals by their keys; `none` is what stands for no value."""
    say = catalogue(language).gettext
    scores = {f"score_{score}": say("Rated {score}").format(score=score) for score in range(1, 6)}
    return scores | {
        "none": say("Not stated"),
        "since": say("From"),
        "until": say("To"),
        "made_at": say("As of"),
        "centre": say("Centre"),
        "area": say("Area"),
        "language": say("Language"),
        "channel": say("Channel"),
        "method": say("Method"),
        "nationality": say("Nationality"),
        "outcome": say("Outcome"),
        "expert": say("Expert"),
        "day": say("Day"),
        "cases": say("Cases"),
        "people": say("People"),
        "expert_cases": say("Expert consulting"),
        "opened": say("Requests for a counsellor"),
        "closed": say("Closed requests"),
        "not_reached": say("Closed without a counsellor"),
        "waiting_median": say("Waiting time, median (min.)"),
        "waiting_p90": say("Waiting time, 90 % within (min.)"),
        "handling_median": say("Handling time, median (min.)"),
        "handling_p90": say("Handling time, 90 % within (min.)"),
        "ratings": say("Ratings"),
        "satisfaction": say("Satisfaction (1 to 5)"),
        "conversations": say("Conversations"),
        "answered": say("Answered by the assistant"),
        "settled_alone": say("Settled by the assistant alone"),
        "follow_ups": say("Follow-ups due"),
    }
