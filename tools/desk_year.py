"""Twelve months of made-up conversations: who wrote when, what was said, what became of it; the same for each seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from api.conversations import storage
from api.messages import Author, Kind, Priority, Reason
from tools.desk_cases import Cases
from tools.desk_people import CENTRES, Person, new_id
from tools.desk_texts import Topic, pick_language, topics

YEAR = timedelta(days=365)
_CHANNELS, _CHANNEL_SHARES = ("web", "line", "kakao"), (55, 85, 100)
_WITH_TICKET, _URGENT, _AT_CENTRE, _FAILED = 0.2, 0.04, 0.5, 0.3
# A conversation with a counsellor has at least: question, answer, wish, hand-over, greeting, reply, end.
_FEWEST, _FEWEST_WITH_TICKET = 2, 8


@dataclass(frozen=True)
class Size:
    """How much is made."""

    conversations: int
    messages: int
    counsellors: int

    @property
    def waiting(self) -> int:
        """So many tickets wait at the end."""
        return min(300, self.conversations // 100)

    @property
    def claimed(self) -> int:
        """So many are being answered at the end."""
        return min(3 * self.counsellors, self.conversations // 100)


@dataclass
class Plan:
    """A conversation before it is told; `ticket` is what its ticket will be in the end, None without one."""

    id: str
    channel: str
    language: str
    centre: str | None
    begun: datetime
    count: int
    ticket: str | None = None
    state: str = storage.BOT


@dataclass
class Year:
    """Everything that is written; tickets and what hangs on them gather while the messages are made."""

    chance: Random
    size: Size
    people: list[Person]
    until: datetime
    plans: list[Plan] = field(init=False)
    cases: Cases = field(init=False)

    def __post_init__(self) -> None:
        """Plan all conversations."""
        self.cases = Cases(self.chance, self.people)
        self.plans = self._make_plans()

    def conversation_rows(self) -> Iterator[dict[str, Any]]:
        """Return the conversations; nobody has a key to them."""
        for plan in self.plans:
            yield {
                "id": plan.id,
                "token_hash": storage.hash_token(plan.id),
                "channel": plan.channel,
                "language": plan.language,
                "state": plan.state,
                "turns": plan.count // 2,
                "last_seq": plan.count,
                "details": {"centre": plan.centre} if plan.centre else {},
                "created_at": plan.begun,
                "updated_at": plan.begun + timedelta(minutes=plan.count),
            }

    def account_rows(self) -> Iterator[dict[str, Any]]:
        """Return the people on LINE and KakaoTalk, whom everything has reached."""
        for plan in self.plans:
            if plan.channel != "web":
                yield {
                    "id": new_id(self.chance),
                    "channel": plan.channel,
                    "user_key": f"U{plan.id}",
                    "conversation_id": plan.id,
                    "delivered_seq": plan.count,
                    "created_at": plan.begun,
                    "updated_at": plan.begun,
                }

    def message_rows(self) -> Iterator[dict[str, Any]]:
        """Return the messages of all conversations in turn."""
        for plan in self.plans:
            story = Story(self.chance, plan)
            if plan.ticket is None:
                yield from story.with_assistant(plan.count)
                self.cases.settle_alone(plan.id, story.at)
            else:
                yield from self._with_counsellor(plan, story)

    def _with_counsellor(self, plan: Plan, story: "Story") -> Iterator[dict[str, Any]]:
        alone = 2 * self.chance.randint(1, max(1, (plan.count - 5) // 6))
        yield from story.with_assistant(alone)
        is_urgent, has_failed = self.chance.random() < _URGENT, self.chance.random() < _FAILED
        reason = Reason.DANGER if is_urgent else Reason.FAILURE if has_failed else Reason.REQUEST
        yield story.say(Author.RESIDENT, Kind.TEXT, story.topic.title, payload="#counsellor")
        case = self.cases.open(plan, story.topic, story.at, Priority.URGENT if is_urgent else Priority.NORMAL, reason)
        yield story.say(Author.SYSTEM, Kind.HANDOVER, "↪")
        if plan.ticket != "waiting":
            story.at = case.claimed_at
            yield story.say(Author.SYSTEM, Kind.NOTICE, "✓", counsellor=case.counsellor)
        left = plan.count - story.seq - (plan.ticket == "closed")
        yield from story.with_person(left, case.counsellor if plan.ticket != "waiting" else None)
        if plan.ticket == "closed":
            yield story.say(Author.SYSTEM, Kind.NOTICE, "■")
            self.cases.close(case, story.at)

    def _make_plans(self) -> list[Plan]:
        chance, size = self.chance, self.size
        with_ticket = [chance.random() < _WITH_TICKET for _ in range(size.conversations)]
        counts = _spread(chance, size.messages, [_FEWEST_WITH_TICKET if one else _FEWEST for one in with_ticket])
        moments = sorted(self._moment() for _ in range(size.conversations))
        plans = [
            Plan(
                new_id(chance),
                chance.choices(_CHANNELS, cum_weights=_CHANNEL_SHARES)[0],
                pick_language(chance),
                chance.choice(CENTRES) if chance.random() < _AT_CENTRE else None,
                moment,
                count,
                "closed" if has_ticket else None,
                storage.CLOSED if chance.random() < _WITH_TICKET else storage.BOT,
            )
            for moment, count, has_ticket in zip(moments, counts, with_ticket, strict=True)
        ]
        newest = [plan for plan in plans if plan.ticket][-size.waiting - size.claimed :]
        chance.shuffle(newest)
        for plan in newest[: size.waiting]:
            plan.ticket, plan.state = "waiting", storage.WAITING
        for plan in newest[size.waiting :]:
            plan.ticket, plan.state = "claimed", storage.HUMAN
        return plans

    def _moment(self) -> datetime:
        """A moment of the year: mostly by day in Seoul, with a long tail in the evening."""
        day = self.until - timedelta(days=self.chance.randint(1, YEAR.days))
        return day + timedelta(minutes=self.chance.triangular(-60, 15 * 60, 5 * 60))


@dataclass
class Story:
    """The messages of one conversation, one after the other."""

    chance: Random
    plan: Plan
    seq: int = 0
    asked: str | None = None

    def __post_init__(self) -> None:
        """Begin with a question."""
        self.at = self.plan.begun
        self.topic: Topic = self._pick()

    def with_assistant(self, count: int) -> Iterator[dict[str, Any]]:
        """Question and answer in turn."""
        for number in range(count):
            if number % 2:
                yield self.say(Author.BOT, Kind.ANSWER, self.topic.answer, content=self.topic.content)
            else:
                self.topic = self._pick()
                yield self.say(Author.RESIDENT, Kind.TEXT, self.topic.question)

    def with_person(self, count: int, counsellor: str | None) -> Iterator[dict[str, Any]]:
        """Counsellor and resident in turn; the resident alone while nobody has the ticket."""
        for number in range(count):
            topic = self._pick()
            if counsellor and number % 2 == 0:
                told = topic.answer.partition("\n")[2][: self.chance.randint(40, 220)]
                yield self.say(Author.COUNSELLOR, Kind.TEXT, told, counsellor=counsellor)
            else:
                yield self.say(Author.RESIDENT, Kind.TEXT, topic.question)

    def say(
        self,
        author: str,
        kind: str,
        text: str,
        *,
        payload: str | None = None,
        content: str = "{}",
        counsellor: str | None = None,
    ) -> dict[str, Any]:
        """Return the next message."""
        self.seq += 1
        self.at += timedelta(seconds=self.chance.randint(5, 90))
        identity = new_id(self.chance)
        answers = self.asked if author in {Author.BOT, Author.SYSTEM} else None
        if author == Author.RESIDENT:
            self.asked = identity
        return {
            "id": identity,
            "conversation_id": self.plan.id,
            "seq": self.seq,
            "author": str(author),
            "kind": str(kind),
            "text": text,
            "language": self.plan.language,
            "client_id": f"{self.seq:x}-{identity[:8]}" if author == Author.RESIDENT else None,
            "payload": payload,
            "answers": answers,
            "counsellor_id": counsellor if author == Author.COUNSELLOR else None,
            "content": content,
            "created_at": self.at,
        }

    def _pick(self) -> Topic:
        return self.chance.choice(topics()[self.plan.language])


def _spread(chance: Random, total: int, fewest: list[int]) -> list[int]:
    """Return a long-tailed number for each, at least the fewest, together the total; raises ValueError for fewer."""
    left = total - sum(fewest)
    if left < 0:
        raise ValueError(f"at least {sum(fewest):,} messages are needed for so many conversations")
    weights = np.random.default_rng(chance.getrandbits(32)).lognormal(0, 0.8, len(fewest))
    shares = np.floor(left * weights / weights.sum()).astype(int)
    shares[: left - int(shares.sum())] += 1
    return [least + int(more) for least, more in zip(fewest, shares, strict=True)]
