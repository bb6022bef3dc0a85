"""Answers a question from the guidebook, asks back when unsure, and hands over after repeated failure."""

import asyncio
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.conversation import SHOWN, Shown, is_same
from actions.resources import guidebook_search, settings
from knowledge.danger.kinds import TOUCHES_DANGER
from knowledge.doubles import find_two
from knowledge.folding import letters
from knowledge.followups import HITS, is_follow_up
from knowledge.languages import Language
from knowledge.search import Certainty, SearchResult

# The classifier is rarely modest: below this its opinion is checked against the guidebook's.
BEYOND_DOUBT = 0.98
# From this confidence "thanks" or "a person, please" is what it looks like, also after an answer.
PLAIN = 0.8
# "你好" and "ok thanks" are no questions, whatever the search makes of them.
SHORT = 12
# What a follow-up looks like at first sight ("until when?", "where?"): after an answer it is read together with that.
# Outside a dialogue there is nothing to skip, stop or correct either.
ASK_MORE = "ask_more"
MAY_FOLLOW = {"skip", "cancel", "go_back", "correct", "ask_topics"}


class AnswerQuestion(Action):
    """Say what the guidebook says, or ask back, or offer a counsellor."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Search in a thread and send one payload, two for two questions; count failures in a row."""
        question, language = payloads.read_question(tracker)
        before = Shown.read(tracker)
        if both := await _search_two(question, language):
            for result in both:
                sure = result.certainty is Certainty.SURE
                part = _answer(result, language) if sure else payloads.choices(result.hits, language)
                dispatcher.utter_message(json_message=part)
            return remember(question, both[-1])
        intent = payloads.read_intent(tracker)
        result = await search_in_context(question, language, before, by_words=intent == ASK_MORE)
        off_topic = intent == "out_of_scope"
        payload = _find_payload(result, language, off_topic=off_topic)
        if payload is not None:
            if before and is_same(question, before.question, language):
                payload = payloads.repeated(payload, language)
            dispatcher.utter_message(json_message=payload)
            return remember(question, result)
        return _say_not_found(dispatcher, tracker, language)


def _say_not_found(dispatcher: CollectingDispatcher, tracker: Tracker, language: Language) -> list[EventType]:
    """Ask for other words, then offer a person, then hand over."""
    failures = int(tracker.get_slot("failures") or 0) + 1
    if failures >= settings().failures_before_counsellor:
        dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="failure"))
        return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
    offer = failures + 1 >= settings().failures_before_counsellor
    dispatcher.utter_message(json_message=payloads.not_found(language, offer=offer))
    return [SlotSet("failures", failures), SlotSet("offered", "counsellor")]


def remember(question: str, result: SearchResult, seen: tuple[str, ...] = ()) -> list[EventType]:
    """What is kept of an answer: what a follow-up refers to, and that nothing is failing."""
    events: list[EventType] = [SlotSet("failures", 0), SlotSet("offered", "nothing")]
    if result.hits:
        first, *others = (hit.article.id for hit in result.hits)
        events.append(SlotSet(SHOWN, Shown(question, first, tuple(others), (*seen, first)).as_slot()))
    return events


async def search_in_context(
    question: str, language: Language, before: Shown | None, *, by_words: bool = False
) -> SearchResult:
    """Look a question up, together with the one before where it speaks of that; `by_words` it looks as if it did."""
    if before is None or is_same(question, before.question, language):
        return await search(question, language)
    followed, alone = await _compare(question, language, before, by_words=by_words)
    return followed or replace(alone, hits=alone.hits[: settings().hits_shown])


async def follow(question: str, language: Language, before: Shown | None) -> SearchResult | None:
    """The part of the article shown before that a question is about; None when it does not follow an answer."""
    if before is None or is_same(question, before.question, language):
        return None
    return (await _compare(question, language, before))[0]


async def _compare(
    question: str, language: Language, before: Shown, *, by_words: bool = False
) -> tuple[SearchResult | None, SearchResult]:
    """What a question means as a follow-up, if it is one, and by itself."""
    alone = await search(question, language, limit=HITS)
    together = await search(question, language, after=before.question, limit=HITS)
    # Where the question alone leads nowhere for sure, the article before is the better guess.
    by_words = by_words or alone.certainty is Certainty.UNSURE
    if not is_follow_up(question, language, alone, together, before.article, by_words=by_words):
        return None, alone
    others = together.hits[: settings().hits_shown]
    return guidebook_search().about(before.article, question, language, others), alone


async def _search_two(question: str, language: Language) -> tuple[SearchResult, SearchResult] | None:
    """The results for the two questions of one message, if it holds two; never on the event loop."""
    return await asyncio.wait_for(
        asyncio.to_thread(find_two, guidebook_search(), question, language), settings().search_timeout.total_seconds()
    )


def _find_payload(result: SearchResult, language: Language, *, off_topic: bool) -> payloads.Payload | None:
    """What a search result is good for, the surest first; None when it is good for nothing."""
    if result.certainty is Certainty.SURE:
        return _answer(result, language)
    if result.passages:
        hits = result.hits if result.certainty is Certainty.UNSURE else ()
        return payloads.document_answer(result.passages, hits, language)
    if result.certainty is Certainty.UNSURE and not off_topic:
        return payloads.choices(result.hits, language)
    return None


def _answer(result: SearchResult, language: Language) -> payloads.Payload:
    payload = payloads.answer(result.hits, language, result.passages)
    if result.hits[0].article.id in TOUCHES_DANGER:
        return payloads.with_numbers(payload, language)
    return payload


async def search(question: str, language: Language, after: str = "", limit: int | None = None) -> SearchResult:
    """Search in a thread, never on the event loop; raises TimeoutError."""
    wanted = limit or settings().hits_shown
    return await asyncio.wait_for(
        asyncio.to_thread(guidebook_search().search, question, language, wanted, after=after),
        settings().search_timeout.total_seconds(),
    )


async def answer_if_sure(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Answer a text that was taken for something else than a question, if it follows an answer or the search is sure.

    Nothing, and nothing said, for a button, for an intent that is beyond doubt, and for a word or two.
    """
    text, language = payloads.read_question(tracker)
    if text.startswith("/"):
        return []
    confidence = payloads.read_confidence(tracker)
    may_follow = confidence < PLAIN or payloads.read_intent(tracker) in MAY_FOLLOW
    result = await follow(text, language, Shown.read(tracker)) if may_follow else None
    if result is None and confidence < BEYOND_DOUBT and letters(text) >= SHORT:
        result = await search(text, language)
    if result is None or result.certainty is not Certainty.SURE:
        return []
    dispatcher.utter_message(json_message=_answer(result, language))
    return remember(text, result)
