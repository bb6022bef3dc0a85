"""All guided dialogues, each with the two actions by which Rasa leads it."""

from rasa_sdk import Action

from actions.dialogues.centres import CentresDialogue
from actions.dialogues.conduct import Conduct, TellResult
from actions.dialogues.deadlines import DeadlinesDialogue
from actions.dialogues.dialogue import Dialogue
from actions.dialogues.intake import IntakeDialogue
from actions.dialogues.programmes import ProgrammesDialogue
from actions.dialogues.visas import VisasDialogue
from actions.dialogues.wages import WagesDialogue

DIALOGUES: tuple[Dialogue, ...] = (
    DeadlinesDialogue(),
    VisasDialogue(),
    WagesDialogue(),
    ProgrammesDialogue(),
    CentresDialogue(),
    IntakeDialogue(),
)


def dialogue_actions() -> list[Action]:
    """Return the actions of all dialogues."""
    return [action for one in DIALOGUES for action in (Conduct(one), TellResult(one))]
