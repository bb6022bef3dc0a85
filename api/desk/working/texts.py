"""Texts that exist in eight languages side by side: guidebook articles by section, and replies of the manual.

A counsellor reads one language and sends another version of the same text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from api.dialogue.guidebook import cite
from api.errors import NotFound
from api.messages import Citation
from knowledge.articles import Article
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.manual import read_manual
from knowledge.manual_entries import StandardReply, Variable
from knowledge.search import Certainty, GuidebookSearch, Hit, SearchResult
from knowledge.splitting import SUMMARY, Passage, split
from knowledge.words import section_name

_HITS, _HITS_WHEN_SURE = 5, 3
_MOST_REPLIES = 8
# A reply may belong to many articles; more than two sources under a short text are not read.
_MOST_CITED = 2


class TextKind(StrEnum):
    """Where a text comes from."""

    ARTICLE = "article"
    REPLY = "reply"


@dataclass(frozen=True)
class Version:
    """A text in one language."""

    language: Language
    title: str
    text: str


@dataclass(frozen=True)
class AlignedText:
    """The same text in a counsellor's language and in a resident's.

    `section` is a part of an article, None for its short answer; `variables` are those to be filled in by hand;
    `link` leads to the resident's version of the article, relative to the gateway.
    """

    kind: TextKind
    id: str
    section: str | None
    shortcut: str | None
    variables: tuple[Variable, ...]
    own: Version
    theirs: Version
    verified: date
    link: str | None


@dataclass(frozen=True)
class Reader:
    """Who reads: a counsellor's name and language, and the language of the resident."""

    name: str
    own: Language
    theirs: Language


class AlignedTexts:
    """Finds texts; every function may take some hundredths of a second, so that it belongs into a thread."""

    def __init__(self, search: GuidebookSearch) -> None:
        self._search = search
        self._guidebook = search.guidebook

    def find(self, sought: str, reader: Reader) -> list[AlignedText]:
        """Return what fits words in any language, or a shortcut that has been begun ("/gr").

        First replies with the words in their title, then articles, then replies beside the first or with the words.
        """
        if sought.startswith("/"):
            return [self._reply(reply, reader) for reply in read_manual().suggest(sought)]
        if not sought:
            return [self._reply(reply, reader) for reply in read_manual().replies if reply.area == "general"]
        named, others = _find_replies(sought, reader.own)
        hits = _worth_showing(self._search.search(sought, reader.own, _HITS))
        beside = [reply for hit in hits[:1] for reply in read_manual().replies_for(hit.article.id)]
        rest = [reply for reply in (*beside, *others) if reply not in named]
        return [*self._replies(named, reader), *self._of_hits(hits, reader), *self._replies(rest, reader)]

    def matched(self, question: str, shown: Iterable[str], reader: Reader) -> list[AlignedText]:
        """Return what fits a resident's question: the articles it matches, those `shown` to them, and their replies."""
        hits: tuple[Hit, ...] = ()
        if question:
            result = self._search.search(question, reader.theirs, _HITS)
            hits = _worth_showing(result) if result.certainty is not Certainty.NONE else ()
        found = {hit.article.id for hit in hits}
        others = [article for article in shown if article not in found]
        texts = [*self._of_hits(hits, reader), *(text for one in others for text in self._sections(one, (), reader))]
        articles = [*(hit.article.id for hit in hits[:1]), *others]
        replies = [reply for article in articles for reply in read_manual().replies_for(article)]
        return [*texts, *self._replies(replies, reader)]

    def article(self, identity: str, section: str | None, language: Language) -> tuple[Version, tuple[Citation, ...]]:
        """Return a part of an article with its source; raises NotFound."""
        article = self._guidebook.find_nearest(identity, language)
        passage = _find_passage(article, section) if article else None
        if article is None or passage is None:
            raise NotFound
        return _version(article, passage), (cite(Hit(article, passage, 1.0)),)

    def cite_all(self, articles: Iterable[str], language: Language) -> tuple[Citation, ...]:
        """Return the first of these articles as sources; those that do not exist are left out."""
        found = self._guidebook.find_all_nearest(articles, language)[:_MOST_CITED]
        return tuple(cite(Hit(article, split(article)[0], 1.0)) for article in found)

    def _of_hits(self, hits: Sequence[Hit], reader: Reader) -> Iterator[AlignedText]:
        """The best article with all its parts, of the others the short answer and the part that is asked about."""
        for place, hit in enumerate(hits):
            parts = [hit.passage.section]
            if not place:
                parts += [section.key for section in hit.article.sections]
            yield from self._sections(hit.article.id, parts, reader)

    def _sections(self, article: str, parts: Iterable[str], reader: Reader) -> Iterator[AlignedText]:
        own = self._guidebook.find_nearest(article, reader.own)
        theirs = self._guidebook.find_nearest(article, reader.theirs)
        if own is None or theirs is None:
            return
        for part in dict.fromkeys([SUMMARY, *parts]):
            section = None if part == SUMMARY else part
            left, right = _find_passage(own, section), _find_passage(theirs, section)
            if left and right:
                yield AlignedText(
                    TextKind.ARTICLE,
                    article,
                    section,
                    None,
                    (),
                    _version(own, left),
                    _version(theirs, right),
                    theirs.verified,
                    f"/guide/{theirs.language}/{article}",
                )

    def _replies(self, replies: Iterable[StandardReply], reader: Reader) -> Iterator[AlignedText]:
        for reply in list({reply.id: reply for reply in replies}.values())[:_MOST_REPLIES]:
            yield self._reply(reply, reader)

    def _reply(self, reply: StandardReply, reader: Reader) -> AlignedText:
        article = self._guidebook.find_nearest(reply.articles[0], reader.theirs) if reply.articles else None
        return AlignedText(
            TextKind.REPLY,
            reply.id,
            None,
            reply.shortcut,
            tuple(sorted(reply.variables - {Variable.NAME})),
            _preview(reply, reader.own, reader.name),
            _preview(reply, reader.theirs, reader.name),
            reply.verified,
            f"/guide/{article.language}/{article.id}" if article else None,
        )


def _worth_showing(result: SearchResult) -> tuple[Hit, ...]:
    """The hits of a search; only the first few where the first is surely meant."""
    return result.hits[:_HITS_WHEN_SURE] if result.certainty is Certainty.SURE else result.hits


def _find_replies(sought: str, language: Language) -> tuple[list[StandardReply], list[StandardReply]]:
    """Replies that hold every word, in whatever language: those that have them in the title, and the others."""
    words = fold(sought, language).split()
    named, others = [], []
    for reply, titles, texts in _folded_manual():
        if all(word in titles for word in words):
            named.append(reply)
        elif all(word in texts for word in words):
            others.append(reply)
    return named, others


@cache
def _folded_manual() -> tuple[tuple[StandardReply, str, str], ...]:
    """The manual's replies with titles and texts of all languages, in the spelling in which words are compared."""
    return tuple((reply, _fold_all(reply.titles), _fold_all(reply.texts)) for reply in read_manual().replies)


def _fold_all(texts: Mapping[Language, str]) -> str:
    return "\n".join(fold(text, language) for language, text in texts.items())


def _find_passage(article: Article, section: str | None) -> Passage | None:
    return next((one for one in split(article) if one.section == (section or SUMMARY)), None)


def _version(article: Article, passage: Passage) -> Version:
    """A passage under its heading; the short answer under the article's title alone."""
    if passage.section == SUMMARY:
        return Version(article.language, article.title, passage.text)
    heading = section_name(passage.section, article.language)
    return Version(article.language, f"{article.title} · {heading}", passage.text)


def _preview(reply: StandardReply, language: Language, name: str) -> Version:
    """A reply with the counsellor's name; what has to be filled in by hand stands as {date}."""
    values = {variable: f"{{{variable}}}" for variable in reply.variables}
    return Version(language, reply.titles[language], reply.write(language, values | {Variable.NAME: name}))
