"""The parity gate: every article in every language, same sections, same bullets, same figures, script, agreed words.

Run as `python -m knowledge.parity [LANGUAGE …]`; prints each difference with its file and exits 1 if there is one.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from knowledge.articles import Article, Guidebook, read_article
from knowledge.errors import ArticleInvalid
from knowledge.languages import Language
from knowledge.questions import read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.terms import find_avoided

REFERENCE = Language.EN
MIN_SITUATIONS = 30
MIN_TERMS = 8
MIN_WORDS = 5

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_FIGURE = re.compile(r"[A-Z]{1,2}-\d+(?:-\d+)*|\d+(?:[-.:×/]\d+)*")
# Korean law writes branch articles as 제25조의2; the other languages as 25-2.
_KOREAN_BRANCH = re.compile(r"제?(\d+)(조?)의(\d+)")
# Some languages call the months by their numbers, others by names; dates are written ISO and are compared.
# "Per head" is 1인당 in Korean.
_NO_FIGURE = re.compile(r"(?<![\d-])\d{1,2}(?:월|月份?|-р сар)|\b1인당|\btháng \d{1,2}(?![\d-])", re.IGNORECASE)
_ITEM = re.compile(r"^[ \t]*(?:[-*]|\d+[.)])[ \t]+", re.MULTILINE)
_MARKUP = re.compile(r"^[ \t]*\d+[.)][ \t]+|https?://\S+", re.MULTILINE)

# Share of a text's letters that must be of the language's own script; Latin names and Korean in brackets are the rest.
_SCRIPTS = {
    Language.KO: ("[가-힣]", 0.75),
    Language.ZH: ("[\u4e00-\u9fff]", 0.5),
    Language.MN: ("[\u0400-\u04ff]", 0.6),
    Language.RU: ("[\u0400-\u04ff]", 0.6),
    Language.UR: ("[\u0600-\u06ff]", 0.6),
    Language.EN: ("[A-Za-z]", 0.7),
    Language.VI: ("[A-Za-z\u00c0-\u1ef9]", 0.7),
    Language.UZ: ("[A-Za-zʻʼ]", 0.7),
}
_FOREIGN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]")
_LETTER = re.compile(r"[^\W\d_]")


def figures(text: str) -> set[str]:
    """Numbers, dates, amounts, phone numbers and visa codes of a text, thousands separators removed."""
    text = _KOREAN_BRANCH.sub(r"\1-\3\2", _MARKUP.sub(" ", text))
    text = _NO_FIGURE.sub(" ", text)
    return set(_FIGURE.findall(_THOUSANDS.sub("", text)))


def compare(reference: Article, article: Article) -> Iterator[str]:
    """Yield what differs between two languages of one article."""
    if [s.key for s in reference.sections] != [s.key for s in article.sections]:
        yield "sections differ"
        return
    pairs = [("title", reference.title, article.title), ("summary", reference.summary, article.summary)]
    pairs += [(a.key, a.markdown, b.markdown) for a, b in zip(reference.sections, article.sections, strict=True)]
    pairs += [
        (f"source {number}", a.title, b.title)
        for number, (a, b) in enumerate(zip(reference.sources, article.sources, strict=False), start=1)
    ]
    for name, ours, theirs in pairs:
        missing, added = figures(ours) - figures(theirs), figures(theirs) - figures(ours)
        if missing or added:
            yield f"{name}: figures missing {sorted(missing)}, added {sorted(added)}"
        if len(_ITEM.findall(ours)) != len(_ITEM.findall(theirs)):
            yield f"{name}: {len(_ITEM.findall(theirs))} list items instead of {len(_ITEM.findall(ours))}"
    if [(s.url, s.date) for s in reference.sources] != [(s.url, s.date) for s in article.sources]:
        yield "sources differ in number, address or date"
    if (reference.verified, reference.review_by) != (article.verified, article.review_by):
        yield "verified or review_by differs"


def check_script(article: Article) -> Iterator[str]:
    """Yield what is not written in the language's own script or with ASCII digits."""
    text = "\n".join([article.title, article.summary, *(s.markdown for s in article.sections)])
    if _FOREIGN_DIGITS.search(text):
        yield "digits that are not ASCII"
    pattern, share = _SCRIPTS[article.language]
    letters = _LETTER.findall(text)
    own = len(re.findall(pattern, "".join(letters)))
    if own < share * len(letters):
        yield f"only {own / len(letters):.0%} of the letters are in the script of {article.language}"


def check_guidebook(folder: Path, languages: list[Language]) -> Iterator[str]:
    """Yield every finding in the guidebook folder for these languages."""
    articles: list[Article] = []
    for place in sorted(path.parent for path in folder.glob("*/*/en.md")):
        for language in {REFERENCE, *languages}:
            try:
                articles.append(read_article(place / f"{language}.md"))
            except FileNotFoundError:
                yield f"{place}/{language}.md: missing"
            except ArticleInvalid as error:
                yield str(error)
    guidebook = Guidebook(articles)
    for identity in guidebook.ids:
        reference = guidebook.find(identity, REFERENCE)
        for language in languages:
            article = guidebook.find(identity, language)
            if reference is None or article is None:
                continue
            for finding in [*compare(reference, article), *check_script(article), *find_avoided(article)]:
                yield f"{identity} [{language}] {finding}"


def check_questions(folder: Path, languages: list[Language]) -> Iterator[str]:
    """Yield articles whose situations or questions are too few, repeated or without a counterpart."""
    questions = read_questions(folder)
    for place in sorted(path.parent for path in folder.glob("*/*/en.md")):
        identity = f"{place.parent.name}.{place.name}"
        lines = (place / "situations.txt").read_text(encoding="utf-8").splitlines()
        situations = {line.partition("|")[0].strip() for line in lines if line.strip()}
        if len(situations) < MIN_SITUATIONS:
            yield f"{identity}: {len(situations)} situations"
        for language in languages:
            own = [q for q in questions if q.article == identity and q.language == language]
            keys = [q.key for q in own]
            texts = [q.text for q in own if not q.key.startswith("w")]
            if len(set(keys)) != len(keys) or len(set(texts)) != len(texts):
                yield f"{identity} [{language}] repeated keys or questions"
            if {k for k in keys if k.startswith("s")} != situations:
                yield f"{identity} [{language}] questions and situations differ"
            if sum(k.startswith("t") for k in keys) < MIN_TERMS:
                yield f"{identity} [{language}] too few term questions"
            if sum(k.startswith("w") for k in keys) < MIN_WORDS:
                yield f"{identity} [{language}] too few everyday words"


def main(arguments: list[str]) -> int:
    """Print all findings; the exit status is 1 if there is one."""
    folder = KnowledgeSettings().guidebook_dir
    languages = [Language(a) for a in arguments if not a.startswith("-")] or list(Language)
    findings = []
    if "--questions" not in arguments:
        findings += list(check_guidebook(folder, languages))
    if "--articles" not in arguments:
        findings += list(check_questions(folder, languages))
    for finding in findings:
        print(finding)
    print(f"parity: {len(findings)} findings in {len(languages)} languages")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
