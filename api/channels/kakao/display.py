"""Shows somebody on KakaoTalk what has not been shown: claims it, renders it, settles it when it has gone out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from api.channels.kakao.asides import ANNOUNCING, Aside, say_aside, say_promise, say_repeated, web_buttons, words
from api.channels.kakao.languages import SpokenLanguages
from api.channels.kakao.meanings import numbered_buttons, with_place
from api.channels.kakao.notes import (
    Claim,
    Notes,
    Outcome,
    Position,
    keep_notes,
    lock_account,
    next_position,
    position_of,
    said_after,
    settled,
)
from api.channels.kakao.rendering import Outgoing, divide, outgoing, render
from api.channels.models import ChannelAccount
from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.messages import Kind
from knowledge.languages import Language

_LONGEST_DELIVERY = timedelta(seconds=20)


@dataclass(frozen=True)
class Settling:
    """Names the claim that has to be settled when the response has gone out."""

    account: str
    claim: str


@dataclass(frozen=True)
class Late:
    """An answer that goes to the callback address as soon as it is ready; `since` is the loop's time of the call."""

    account: str
    conversation: str
    message: str
    url: str
    language: Language
    since: float


@dataclass(frozen=True)
class Reply:
    """A skill response, and what has to happen after it."""

    body: dict[str, Any]
    settling: Settling | None = None
    late: Late | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to say."""
        return not self.body


@dataclass(frozen=True)
class _Item:
    """One bubble of a message, and the position after it."""

    kind: str
    part: Outgoing
    after: Position


class Display:
    """Shows messages and asides; one object per process, so that claims of an earlier process are recognised."""

    def __init__(
        self,
        database: Database,
        public_url: str,
        now: Callable[[], datetime],
        can_notify: Callable[[ChannelAccount], bool],
        spoken: SpokenLanguages,
    ) -> None:
        self._database = database
        self._public_url = public_url
        self._now = now
        self._can_notify = can_notify
        self._spoken = spoken
        self._id = storage.new_id()

    async def show(
        self,
        account_id: str,
        asides: Sequence[Aside],
        client_id: str | None = None,
        otherwise: Aside | None = None,
    ) -> Reply:
        """Claim what has not been shown to somebody, as much as fits, and return it with the asides.

        The same call again gets the same messages. Where there is nothing to say, `otherwise` is said, or the reply is
        empty.
        """
        async with self._database.writing() as session:
            account = await lock_account(session, account_id)
            conversation = await session.get_one(Conversation, account.conversation_id)
            notes = self._without_stale(account, Notes.model_validate(account.details))
            call = notes.call(client_id)
            if call and call.is_late:
                return Reply(say_promise(Language(conversation.language)))
            earlier = call.shown if call else None
            start = earlier[0] if earlier else next_position(account, notes)
            messages = await said_after(session, account.conversation_id, start[0])
            items = list(self._items(messages, start))
            shown = [one for one in items if earlier is None or one.after <= earlier[1]]
            asides = self._complete(asides, account, conversation, shown, otherwise)
            if not shown and not asides:
                return Reply({})
            is_repeat = earlier is None and start < position_of(account)
            language = Language(conversation.language)
            self._spoken.remember(account.user_key, language)
            # A number that is written to a counsellor is no button.
            is_numbered = conversation.state != storage.HUMAN and Aside.HANDED not in asides
            is_all = len(shown) == len(items)
            body, count = self._render(
                shown, asides, language, is_repeat=is_repeat, is_all=is_all, is_numbered=is_numbered
            )
            settling, end = None, earlier[1] if earlier else start
            if count and earlier is None:
                end = shown[count - 1].after if count < len(items) else (messages[-1].seq, 0)
                claim = Claim(id=storage.new_id(), by=self._id, at=self._now(), start=start, end=end)
                notes = notes.changed(claims=(*notes.claims, claim))
                notes = notes.with_call(call.model_copy(update={"shown": (start, end)})) if call else notes
                settling = Settling(account_id, claim.id)
            keep_notes(account, notes.changed(numbered=numbered_buttons(body)), self._now())
        return Reply(with_place(body, end), settling)

    async def settle(self, settling: Settling, outcome: Outcome) -> str:
        """Note what became of a claim and return the conversation; a claim that is gone stays as it was settled."""
        async with self._database.writing() as session:
            account = await lock_account(session, settling.account)
            notes = Notes.model_validate(account.details)
            claim = next((one for one in notes.claims if one.id == settling.claim), None)
            if claim:
                keep_notes(account, settled(account, notes, claim, outcome), self._now())
            return account.conversation_id

    def render_alone(self, said: Outgoing, language: Language) -> dict[str, Any]:
        """Return a skill response with nothing else; needs no database."""
        return render([said], self._public_url, more_follows=False, words=words(language)).body

    def _without_stale(self, account: ChannelAccount, notes: Notes) -> Notes:
        """Settle claims of an earlier process or of long ago as uncertain."""
        for claim in notes.claims:
            if claim.by != self._id or self._now() - claim.at > _LONGEST_DELIVERY:
                notes = settled(account, notes, claim, Outcome.UNCERTAIN)
        return notes

    def _items(self, messages: Sequence[Message], start: Position) -> Iterator[_Item]:
        """Cut messages into bubbles; those that were shown of the first one are left out."""
        before, skipped = start
        for message in messages:
            parts = list(divide(self._outgoing(message), self._public_url))
            for number, part in enumerate(parts, 1):
                if number > skipped:
                    yield _Item(message.kind, part, (message.seq, 0) if number == len(parts) else (before, number))
            before, skipped = message.seq, 0

    def _outgoing(self, message: Message) -> Outgoing:
        """Return what is shown of a message; beside the news of a hand-over the web is offered."""
        shown = outgoing(message, self._now())
        if message.kind != Kind.HANDOVER:
            return shown
        return replace(shown, buttons=(*shown.buttons, *web_buttons(Language(message.language), self._public_url)))

    def _complete(
        self,
        asides: Sequence[Aside],
        account: ChannelAccount,
        conversation: Conversation,
        shown: Sequence[_Item],
        otherwise: Aside | None,
    ) -> tuple[Aside, ...]:
        """Add how a counsellor's answer will be seen, or what is said where there is nothing to say."""
        is_called = any(one.kind == Kind.HANDOVER for one in shown) and not self._can_notify(account)
        is_with_people = conversation.state in {storage.WAITING, storage.HUMAN}
        if is_with_people:  # whoever waits for a counsellor or has one is not greeted by the assistant
            asides = [aside for aside in asides if aside is not Aside.GREETING]
        is_silent = not shown and not asides
        if is_called or (is_silent and is_with_people):
            return (*asides, Aside.HANDED)
        return (otherwise,) if is_silent and otherwise else tuple(asides)

    def _render(
        self,
        items: Sequence[_Item],
        asides: Sequence[Aside],
        language: Language,
        *,
        is_repeat: bool,
        is_all: bool,
        is_numbered: bool,
    ) -> tuple[dict[str, Any], int]:
        """Return a skill response and how many of the items are in it."""
        before = [say_repeated(language)] if is_repeat and items else []
        after = [say_aside(aside, language, self._public_url) for aside in asides]
        whole = [*before, *(one.part for one in items), *after]
        follows = not is_all or bool(ANNOUNCING & set(asides))
        said = words(language)
        rendered = render(whole, self._public_url, more_follows=follows, words=said, numbered=is_numbered)
        total = sum(1 for said in whole for _ in divide(said, self._public_url))
        count = total - len(rendered.left) - len(before)
        return rendered.body, min(max(count, 0), len(items))
