"""The parts of the knowledge gap loop, made together, started and stopped together."""

from collections.abc import Callable
from datetime import datetime

from api.conversations.database import Database
from api.conversations.ports import Listener
from api.desk.gaps.gathering import Gatherer
from api.desk.gaps.hearing import GapKeeper
from api.desk.gaps.publishing import AnswerLibrary
from api.desk.gaps.service import GapService
from api.desk.gaps.telling import Teller
from api.desk.gaps.worker import GapWorker
from knowledge.search import GuidebookSearch


class GapParts:
    """What the desk and the background need of the questions that a keeper hears."""

    def __init__(
        self,
        database: Database,
        search: GuidebookSearch,
        listener: Listener,
        keeper: GapKeeper,
        now: Callable[[], datetime],
    ) -> None:
        library = AnswerLibrary(database, search)
        teller = Teller(database, library, listener, now)
        self.service = GapService(database, library, teller, now)
        self.worker = GapWorker(Gatherer(database, search), library, teller, keeper.arrived)
