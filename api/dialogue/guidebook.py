"""What a resident gets when the bot is down: the best passage found directly, and the way to a person.

A passage that is not in the resident's language comes as it is: its citation names the language.
"""

import asyncio
from dataclasses import dataclass

from api.messages import Author, Button, Citation, Kind, Reply
from api.words import catalogue
from knowledge.documents.search import DocumentHit
from knowledge.languages import Language
from knowledge.search import Certainty, GuidebookSearch, Hit
from knowledge.splitting import plain_text


@dataclass(frozen=True)
class GuidebookFallback:
    """Answers without the bot."""

    search: GuidebookSearch

    async def answer(self, text: str, language: Language) -> Reply:
        """Return the best passage with its source, or a plain notice; always with the offer of a counsellor."""
        say = catalogue(language).gettext
        result = await asyncio.to_thread(self.search.search, text, language, 1)
        button = Button(say("Talk to a counsellor"), "#counsellor")
        documents = tuple(_cite_document(found, language) for found in result.passages)
        if result.certainty is not Certainty.SURE and documents:
            first = result.passages[0]
            intro = say("The assistant cannot answer right now. This is what the document “{title}” says:")
            reply_text = f"{intro.format(title=first.title)}\n\n{first.passage.section}\n{first.passage.text}"
            return Reply(Kind.ANSWER, reply_text, Author.BOT, language, documents, (button,))
        if result.certainty is Certainty.NONE or not result.hits:
            notice = say("The assistant cannot answer right now. Your message is kept. You can talk to a counsellor.")
            return Reply(Kind.NOTICE, notice, Author.SYSTEM, language, (), (button,))
        hit = result.hits[0]
        intro = say("The assistant cannot answer right now. This is what the guidebook says:")
        reply_text = f"{intro}\n\n{hit.article.title}\n{plain_text(hit.article.summary)}"
        return Reply(Kind.ANSWER, reply_text, Author.BOT, language, (cite(hit), *documents), (button,))


def cite(hit: Hit) -> Citation:
    """Return a hit as residents see where it comes from."""
    article = hit.article
    return Citation(
        article=article.id,
        title=article.title,
        language=article.language,
        passage=hit.passage.text,
        source="; ".join(f"{source.title} ({source.date})" for source in article.sources),
        verified=article.verified.isoformat(),
        url=f"/guide/{article.language}/{article.id}",
    )


def _cite_document(hit: DocumentHit, language: Language) -> Citation:
    passage, edition = hit.passage, hit.document.edition(hit.passage.edition)
    return Citation(
        article=f"document.{passage.document}",
        title=edition.title,
        language=passage.language,
        passage=passage.text,
        source=hit.source,
        verified=hit.verified.isoformat(),
        url=f"/documents/{language}/{passage.document}/{passage.edition}#p{passage.number}",
    )
