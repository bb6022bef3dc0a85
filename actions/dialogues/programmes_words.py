"""What the dialogue about programmes for children says: the options, whom to ask, and why a match is not sure."""

from actions.resources import catalogue
from knowledge.languages import Language
from knowledge.programmes import Family, Income, Need, Reason, School

# The standard median income of 2026 for a household of four, in won a month (family.education-allowance).
MEDIAN_OF_FOUR = {50: 3_247_369, 100: 6_494_738}
UNSURE = "unsure"


def school_names(language: Language) -> dict[School, str]:
    """Where a child learns, in the order of age."""
    say = catalogue(language).gettext
    return {
        School.NONE: say("Not yet at school (home or nursery)"),
        School.KINDERGARTEN: say("Kindergarten"),
        School.PRIMARY: say("Primary school"),
        School.MIDDLE: say("Middle school"),
        School.HIGH: say("High school"),
        School.UNIVERSITY: say("University"),
        School.OUT_OF_SCHOOL: say("Of school age, but at no school"),
    }


def need_names(language: Language) -> dict[Need, str]:
    """What a family can ask for."""
    say = catalogue(language).gettext
    return {
        Need.KOREAN: say("Learning Korean"),
        Need.SPEECH: say("Speech and language development"),
        Need.MOTHER_TONGUE: say("The foreign parent's language"),
        Need.SCHOOL_WORK: say("Help with school subjects"),
        Need.ENGLISH: say("Learning English"),
        Need.CHILD_CARE: say("Help with care at home"),
        Need.MONEY: say("Money for learning"),
        Need.COUNSELLING: say("Counselling"),
        Need.CAREER: say("Career and university"),
        Need.SPORT: say("Sport"),
        Need.CULTURE: say("Cultural diversity lessons"),
    }


def family_names(language: Language) -> dict[str, str]:
    """Kinds of family in the sense of the Multicultural Families Support Act, art. 2, by value of `Family`."""
    say = catalogue(language).gettext
    return {
        Family.MULTICULTURAL: say("Yes, a multicultural family"),
        Family.FOREIGN: say("No, nobody in the family is Korean"),
        UNSURE: say("I am not sure"),
    }


def income_names(language: Language) -> dict[Income, str]:
    """Bands of household income against the standard median income."""
    say = catalogue(language).gettext
    return {
        Income.BASIC_LIVELIHOOD: say("We get the education benefit (교육급여)"),
        Income.UP_TO_50: say("Up to 50%, without that benefit"),
        Income.UP_TO_100: say("Over 50%, up to 100%"),
        Income.ABOVE_100: say("More than 100%"),
    }


def open_points(language: Language) -> dict[Reason, str]:
    """What is still open where a programme fits perhaps."""
    say = catalogue(language).gettext
    return {
        Reason.ASK_AGE: say("It depends on the child's age."),
        Reason.ASK_SCHOOL: say("It depends on the school."),
        Reason.ASK_INCOME: say("It depends on the household's income."),
        Reason.ASK_FAMILY: say("It is for multicultural families: ask whether yours counts."),
        Reason.ASK_ARRIVAL: say("The Korean lessons are for children who joined from abroad."),
        Reason.AGE_SOURCES_DIFFER: say("The sources give different ages: ask about this age."),
        Reason.INCOME_SOURCES_DIFFER: say("The sources give different income limits: ask about yours."),
        Reason.SCHOOL_NOT_NAMED: say("The sources do not name this kind of school: ask."),
        Reason.FOREIGN_FAMILY: say("I do not know whether a family without a Korean national can join: ask."),
        Reason.GROUPS_APPLY: say("Schools and institutions apply, not families."),
    }


def contacts(language: Language) -> dict[str, str]:
    """Who runs a programme and whom to ask, by its id; the others are those of the districts' family centres."""
    say = catalogue(language).gettext
    return {
        "home-tutoring": say("Run by Daekyo ((주)대교). Ask the community service centre of your dong."),
        "english-education": say("Run by Dobong Women's Center (도봉여성센터). Ask 120 for its phone number."),
        "soccer-class": say("Run with FC Seoul (FC서울). Sign up at mcfamily.or.kr."),
        "career-guidance": say(
            "Run by the Korea Career and Admission Information Institute ((사)한국진로진학정보원). "
            "Ask 120 for its phone number."
        ),
        "cultural-diversity": say("Run by the City of Seoul (서울시). Ask 120."),
    }
