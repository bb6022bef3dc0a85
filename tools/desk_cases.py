"""What counsellors leave in the year of made-up data: tickets, notes, case records, ratings, the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from api.messages import Priority, Reason
from api.routing.hours import SEOUL
from tools.desk_people import AREAS, CENTRES, Person, new_id
from tools.desk_texts import Topic, pick_language, sentence

if TYPE_CHECKING:
    from tools.desk_year import Plan

Rows = list[dict[str, Any]]

_OUTCOMES, _OUTCOME_SHARES = ("answered", "referred", "appointment", "no_reply", "abusive", "other"), (
    62, 80, 88, 96, 97, 100,
)  # fmt: skip
_NATIONS = {"zh": "CN", "vi": "VN", "en": "PH", "uz": "UZ", "ru": "RU", "mn": "MN", "ur": "PK", "ko": "CN"}
_STATUSES = ("E-9", "F-6", "F-4", "D-2", "D-4", "H-2", "E-7", "F-2", "F-5", "G-1")
_TAGS = ("임금", "비자", "서류", "재방문", "통역", "긴급", "가족", "의료")
_NOTED, _RECORDED, _RATED, _RATED_ALONE, _EXPERT, _FOLLOWED, _CONSENTED = 0.25, 0.85, 0.3, 0.03, 0.06, 0.05, 0.1
_TAGGED, _VISITS = 0.3, 40


@dataclass(frozen=True)
class Case:
    """A ticket that is being told about: its row, and when and by whom it is claimed."""

    ticket: dict[str, Any]
    channel: str
    counsellor: str
    claimed_at: datetime


@dataclass
class Cases:
    """Gathers rows while conversations are made."""

    chance: Random
    people: list[Person]
    tickets: Rows = field(default_factory=list)
    notes: Rows = field(default_factory=list)
    records: Rows = field(default_factory=list)
    ratings: Rows = field(default_factory=list)
    audit: Rows = field(default_factory=list)

    def open(self, plan: "Plan", topic: Topic, at: datetime, priority: Priority, reason: Reason) -> Case:
        """Add a ticket in the state that its conversation has in the end."""
        holder = self._holder(plan)
        claimed_at = at + timedelta(seconds=min(self.chance.lognormvariate(5.9, 1.1), 6 * 3600))
        summary = {
            "question": topic.question,
            "answer": topic.answer[:500],
            "articles": [{"article": topic.article, "title": topic.title}],
        }
        ticket = {
            "id": new_id(self.chance),
            "conversation_id": plan.id,
            "state": plan.ticket,
            "priority": str(priority),
            "reason": str(reason),
            "language": plan.language,
            "summary": summary,
            "counsellor_id": None if plan.ticket == "waiting" else holder.id,
            "centre": plan.centre,
            "area": topic.area,
            "article": topic.article,
            "rung_since": at,
            "tags": self.chance.sample(_TAGS, k=2) if self.chance.random() < _TAGGED else [],
            "created_at": at,
            "waiting_since": at,
            "claimed_at": None if plan.ticket == "waiting" else claimed_at,
        }
        self.tickets.append(ticket)
        if plan.ticket != "waiting":
            self._note_reading(ticket, holder.id, claimed_at)
        return Case(ticket, plan.channel, holder.id, claimed_at)

    def close(self, case: Case, at: datetime) -> None:
        """End a ticket, with record, note and rating as often as counsellors and residents leave them."""
        ticket, chance = case.ticket, self.chance
        ticket["closed_at"], ticket["outcome"] = at, chance.choices(_OUTCOMES, cum_weights=_OUTCOME_SHARES)[0]
        self._log(at, case.counsellor, "ticket.closed", "ticket", ticket["id"])
        if chance.random() < _NOTED:
            self._note(case, at)
        if chance.random() < _RECORDED:
            self._record(case, at)
        if chance.random() < _RATED:
            self._rate(ticket["id"], ticket["conversation_id"], at)

    def settle_alone(self, conversation: str, at: datetime) -> None:
        """Rate a conversation with the assistant, as seldom as that happens."""
        if self.chance.random() < _RATED_ALONE:
            self._rate(conversation, conversation, at)

    def visit_rows(self, until: datetime, days: int) -> Iterator[dict[str, Any]]:
        """Return the records of calls and visits, which have no ticket."""
        for _ in range(days * _VISITS // 10):
            at = until - timedelta(minutes=self.chance.randint(1, days * 24 * 60))
            person = self.chance.choice(self.people)
            method = self.chance.choice(("phone", "phone", "visit"))
            common = {"person": new_id(self.chance), "counsellor_id": person.id, "method": method}
            area, language = self.chance.choice(AREAS), pick_language(self.chance)
            more = {"centre": person.centre, "area": area, "language": language, "outcome": "answered"}
            yield common | more | self._told(language, at)

    def _record(self, case: Case, at: datetime) -> None:
        ticket = case.ticket
        known = {name: ticket[name] for name in ("centre", "area", "article", "language", "outcome")}
        referred = self.chance.choice(CENTRES) if ticket["outcome"] == "referred" else None
        own = {"ticket_id": ticket["id"], "person": ticket["conversation_id"]}
        own |= {"method": case.channel, "channel": case.channel}
        record = own | known | {"counsellor_id": case.counsellor, "referred_to": referred}
        self.records.append(record | self._told(ticket["language"], at))
        self._log(at, case.counsellor, "record.added", "record", self.records[-1]["id"])

    def _told(self, language: str, at: datetime) -> dict[str, Any]:
        """What a record says of a case besides what the ticket knows."""
        chance, day = self.chance, at.astimezone(SEOUL).date()
        return {
            "id": new_id(chance),
            "nationality": _NATIONS[language],
            "stay_status": chance.choice(_STATUSES),
            "follow_up_on": day + timedelta(days=14) if chance.random() < _FOLLOWED else None,
            "expert": chance.choice(("tax", "property", "legal")) if chance.random() < _EXPERT else None,
            "text": sentence(chance, "ko"),
            "consented_at": at if chance.random() < _CONSENTED else None,
            "consulted_on": day,
            "created_at": at,
            "updated_at": at,
        }

    def _note(self, case: Case, at: datetime) -> None:
        self.notes.append(
            {
                "id": new_id(self.chance),
                "ticket_id": case.ticket["id"],
                "counsellor_id": case.counsellor,
                "text": sentence(self.chance, "ko"),
                "created_at": at,
            }
        )

    def _rate(self, subject: str, conversation: str, at: datetime) -> None:
        score = self.chance.choices((1, 2, 3, 4, 5), cum_weights=(5, 9, 18, 44, 100))[0]
        self.ratings.append(
            {"subject": subject, "conversation_id": conversation, "score": score, "comment": "", "created_at": at}
        )

    def _note_reading(self, ticket: dict[str, Any], counsellor: str, at: datetime) -> None:
        self._log(at, counsellor, "ticket.claimed", "ticket", ticket["id"])
        for _ in range(self.chance.randint(1, 4)):
            self._log(at, self.chance.choice(self.people).id, "ticket.read", "ticket", ticket["id"])

    def _log(self, at: datetime, counsellor: str, action: str, kind: str, subject: str) -> None:
        entry = {"at": at, "counsellor_id": counsellor, "action": action, "subject_kind": kind, "subject": subject}
        self.audit.append(entry)

    def _holder(self, plan: "Plan") -> Person:
        """Somebody of the centre, best with the language."""
        near = [one for one in self.people if plan.centre in {None, one.centre} or one.centre == CENTRES[0]]
        able = [one for one in near if plan.language in one.languages]
        return self.chance.choice(able or near)
