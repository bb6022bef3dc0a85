"""The questions that residents type for each article: what search and understanding learn from."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import ArticleInvalid
from knowledge.languages import Language

# The line with everyday synonyms of the article's subject, separated by semicolons.
WORDS = "words"


@dataclass(frozen=True)
class Question:
    """One way to ask for an article; `key` is `s01`… for a situation, `t1`… for the usual term, `w1`… for a word."""

    article: str
    language: Language
    key: str
    text: str


def read_questions(folder: Path) -> list[Question]:
    """Read all question files of a guidebook folder (`<area>/<name>/questions/<language>.txt`)."""
    return [question for path in sorted(folder.glob("*/*/questions/??.txt")) for question in _read_file(path)]


def read_outside(folder: Path) -> dict[Language, list[str]]:
    """Read what people write that no article answers (`outside/<language>.txt`, one message a line)."""
    return {
        Language(path.stem): [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for path in sorted((folder / "outside").glob("??.txt"))
    }


def _read_file(path: Path) -> list[Question]:
    name = path.parent.parent
    article, language = f"{name.parent.name}.{name.name}", Language(path.stem)
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        key, bar, text = line.partition("|")
        if not bar or not text.strip():
            raise ArticleInvalid(f"{path}:{number}: expected `key | text`")
        if key.strip() == WORDS:
            words = [word.strip() for word in text.split(";") if word.strip()]
            questions += [Question(article, language, f"w{place}", word) for place, word in enumerate(words, start=1)]
        else:
            questions.append(Question(article, language, key.strip(), text.strip()))
    return questions
