"""Trains the language detection that ships: `python -m tools.train_detection` writes `knowledge/languages/`.

It learns from the project's own texts in the eight languages, as whole messages and as pieces of one to three words, in
the alphabets in which they are typed; general vocabulary, and what other languages look like, comes from Django's
translation catalogues (BSD-3-Clause, a development dependency), Babel's CLDR names and langdetect's profiles.
"""

import json
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import babel
import numpy as np
from babel.messages.mofile import read_mo
from pypinyin import lazy_pinyin
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from knowledge.articles import read_guidebook
from knowledge.detection import (
    ARABIC,
    CLASSES,
    CYRILLIC,
    FOLDER,
    HAN,
    HANGUL,
    LATIN,
    OTHER,
    LanguageDetector,
    letter_groups,
    script_weights,
)
from knowledge.folding import strip_marks
from knowledge.languages import Language
from knowledge.questions import read_outside, read_questions
from knowledge.romanisation import romanise, romanise_hangul, uzbek_cyrillic
from knowledge.settings import HOME
from knowledge.splitting import split
from tools.bot_data import read_small_talk

SEED = 7
EPOCHS = 8
ALPHA = 5e-7
GROUPS = 150_000
_SCRIPTS = {
    Language.KO: (HANGUL, LATIN),
    Language.EN: (LATIN,),
    Language.ZH: (HAN, LATIN),
    Language.VI: (LATIN,),
    Language.MN: (CYRILLIC, LATIN),
    Language.RU: (CYRILLIC, LATIN),
    Language.UZ: (LATIN, CYRILLIC),
    Language.UR: (ARABIC, LATIN),
}
# Samples of the usual script, of the others, of texts that are mostly in a script of another language.
_USUAL, _UNUSUAL, _MIXED = 40_000, 25_000, 1_000
# People of every language drop English words and phrases.
_ENGLISH = 70_000
_PINYIN_TEXTS = 3_000
_PIECES = 3
_FOREIGN_TEXTS = 500
_FOREIGN_BAGS = 250
_CATALOGUES = {"ko": "ko", "vi": "vi", "ru": "ru", "mn": "mn", "uz": "uz", "ur": "ur", "zh_Hans": "zh"}
_OURS_IN_LANGDETECT = {"en", "vi", "ru", "ko", "zh-cn", "zh-tw", "ur"}
_CLDR = [
    "fr",
    "de",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "cs",
    "hu",
    "ro",
    "bg",
    "el",
    "tr",
    "az",
    "kk",
    "ky",
    "tg",
    "tk",
    "tt",
    "ug",
    "fa",
    "ps",
    "ar",
    "he",
    "hi",
    "bn",
    "ne",
    "si",
    "ta",
    "th",
    "lo",
    "my",
    "km",
    "id",
    "ms",
    "fil",
    "sw",
    "so",
    "am",
    "ja",
    "uk",
    "ka",
    "hy",
]
_PLACEHOLDER = re.compile(r"%[(]?\w*[)]?[sd]?|<[^>]+>|[{}]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
# Korean words that stand in messages of every language.
_GUESTS = (
    "비자",
    "보증금",
    "월급",
    "사장님",
    "외국인등록증",
    "퇴직금",
    "주민센터",
    "산재",
    "원룸",
    "월세",
    "고용센터",
    "한국어",
    "병원",
)
_GUEST_SHARE = 0.04
# English words in Korean sentences, one in the place of a Korean word.
_ENGLISH_SHARE, _SHORTEST_ENGLISH = 0.08, 5


def main() -> None:
    """Collect samples, fit, write the model and print its size."""
    samples = list(collect(HOME / "guidebook", read_small_talk()))
    detector = fit(samples)
    detector.save(FOLDER)
    print(f"{len(samples)} samples, {sum(file.stat().st_size for file in FOLDER.iterdir()) / 1e6:.1f} MB")


def fit(samples: Iterable[tuple[set[str], str]]) -> LanguageDetector:
    """Fit one regression over the letter groups of labelled samples; labels are languages or "other"."""
    bags, labels = zip(*samples, strict=True)
    frequency = Counter(group for bag in bags for group in bag)
    groups = {group: row for row, (group, count) in enumerate(frequency.most_common(GROUPS)) if count > 2}  # noqa: PLR2004
    rows, columns, values = [], [], []
    for row, bag in enumerate(bags):
        known = [groups[group] for group in sorted(bag) if group in groups]
        rows += [row] * len(known)
        columns += known
        values += [1 / max(len(known), 1) ** 0.5] * len(known)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(bags), len(groups)), dtype=np.float32)
    model = SGDClassifier(loss="log_loss", alpha=ALPHA, max_iter=EPOCHS, tol=None, random_state=SEED, n_jobs=-1)
    model.fit(matrix, [CLASSES.index(label) for label in labels])
    return LanguageDetector(groups, model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def collect(guidebook: Path, utterances: dict[Language, list[str]]) -> Iterator[tuple[set[str], str]]:
    """Yield the letter groups and the label of every sample."""
    dice = random.Random(SEED)  # noqa: S311 - reproducible sampling, not a secret
    catalogues = read_catalogues()
    texts = own_texts(guidebook)
    for language in Language:
        texts[language] += utterances[language] * 3 + catalogues.pop(language, [])
    texts[Language.ZH] += list(
        _pinyin(dice.sample(texts[Language.ZH], min(_PINYIN_TEXTS, len(texts[Language.ZH]))), dice)
    )
    pieces = {language: list(_pieces(own, language, dice)) for language, own in texts.items()}
    home = _homes_of_words(pieces)
    english = sorted(word for word, one in home.items() if one is Language.EN and len(word) >= _SHORTEST_ENGLISH)
    for language, own in pieces.items():
        for text in _balanced(own, language, home, dice):
            mixed = _with_english(text, english, dice) if language is Language.KO else text
            yield letter_groups(_with_guest(mixed, language, dice)), language
    for own in catalogues.values():
        chosen = [text for text in own if len(text) > 3]  # noqa: PLR2004
        dice.shuffle(chosen)
        for text in _pieces(chosen[:_FOREIGN_TEXTS], None, dice, pieces=1):
            yield letter_groups(text), OTHER
    for bag in _foreign_bags():
        yield bag, OTHER


def own_texts(guidebook: Path) -> dict[Language, list[str]]:
    """Return the project's own texts: questions, messages from outside the subject, sentences of the articles."""
    texts: dict[Language, list[str]] = defaultdict(list)
    for question in read_questions(guidebook):
        texts[question.language].append(question.text)
    for language, outside in read_outside(guidebook).items():
        texts[language] += outside
    for article in read_guidebook(guidebook):
        for passage in split(article):
            texts[article.language] += [s for s in re.split(r"[.\n。۔]", passage.text) if len(s) > 15][:4]  # noqa: PLR2004
    return texts


def read_catalogues() -> dict[str, list[str]]:
    """Return Django's translated sentences by language, ours under their code, and CLDR names of other languages."""
    texts: dict[str, list[str]] = defaultdict(list)
    english: set[str] = set()
    for path in sorted(Path(str(resources.files("django"))).glob("**/locale/*/LC_MESSAGES/django.mo")):
        code = path.parts[-3]
        if code.startswith("en") or code == "zh_Hant":
            continue
        with path.open("rb") as file:
            for message in read_mo(file):
                if message.id and message.string:
                    source, target = (one if isinstance(one, str) else one[0] for one in (message.id, message.string))
                    english.add(_PLACEHOLDER.sub("", source))
                    texts[_CATALOGUES.get(code, code)].append(_PLACEHOLDER.sub("", target))
    texts[Language.EN] = sorted(english)
    for code in _CLDR:
        names = babel.Locale.parse(code)
        texts[code] += [
            str(name) for data in (names.languages, names.territories, names.currencies) for name in data.values()
        ][:400]
    return texts


def _pieces(texts: list[str], language: Language | None, dice: random.Random, pieces: int = _PIECES) -> Iterator[str]:
    """Yield each text in all its forms, and from each form a few runs of one to three words."""
    for text in texts:
        for form in _forms(text, language):
            yield form
            words = form.split()
            unspaced = language is Language.ZH and len(words) <= 2  # noqa: PLR2004
            units = list(form) if unspaced else words
            for _ in range(pieces):
                length = dice.randint(1, 6 if unspaced else 3)
                start = dice.randrange(max(1, len(units) - length + 1))
                yield ("" if unspaced else " ").join(units[start : start + length])


def _forms(text: str, language: Language | None) -> Iterator[str]:
    """Yield a text as its writers type it: also without marks, in Latin or in Cyrillic letters."""
    yield text
    match language:
        case Language.VI:
            yield strip_marks(text)
        case Language.MN | Language.RU:
            yield romanise(text, language)
        case Language.KO:
            yield romanise_hangul(text)
        case Language.UZ if not re.search("[а-я]", text):
            yield uzbek_cyrillic(text)
            yield uzbek_cyrillic(text).translate(str.maketrans("ўқғҳ", "укгх"))
        case _:
            pass


def _pinyin(texts: list[str], dice: random.Random) -> Iterator[str]:
    """Yield Chinese typed in Latin letters: syllable by syllable, and run together in words."""
    for text in texts:
        syllables = lazy_pinyin(text)
        yield " ".join(syllables)
        words, start = [], 0
        while start < len(syllables):
            length = dice.choice((1, 2, 2, 3))
            words.append("".join(syllables[start : start + length]))
            start += length
        yield " ".join(words)


def _homes_of_words(pieces: dict[Language, list[str]]) -> dict[str, Language]:
    """The language in which each word is most frequent: loan words say nothing about the others."""
    best: dict[str, tuple[float, Language]] = {}
    for language, texts in pieces.items():
        counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        total = sum(counts.values())
        for word, count in counts.items():
            if count / total > best.get(word, (0.0, language))[0]:
                best[word] = (count / total, language)
    return {word: language for word, (_, language) in best.items()}


def _balanced(texts: list[str], language: Language, home: dict[str, Language], dice: random.Random) -> Iterator[str]:
    """Yield as many samples of each script as planned; pieces made only of other languages' words are left out."""
    by_script: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        words = _WORD.findall(text.lower())
        telling = language is Language.ZH or len(words) > _PIECES or any(home.get(word) is language for word in words)
        if telling and (weights := script_weights(text)):
            by_script[max(weights, key=weights.__getitem__)].append(text)
    for script, own in sorted(by_script.items()):
        dice.shuffle(own)
        if script not in _SCRIPTS[language]:
            yield from own[:_MIXED]
            continue
        usual = _ENGLISH if language is Language.EN else _USUAL
        wanted = usual if script == _SCRIPTS[language][0] else _UNUSUAL
        yield from (own * (wanted // len(own) + 1))[:wanted]


def _with_guest(text: str, language: Language, dice: random.Random) -> str:
    words = text.split()
    if language is not Language.KO and len(words) > 2 and dice.random() < _GUEST_SHARE:  # noqa: PLR2004
        words.insert(dice.randrange(len(words) + 1), dice.choice(_GUESTS))
    return " ".join(words)


def _with_english(text: str, english: list[str], dice: random.Random) -> str:
    words = text.split()
    if len(words) > 2 and HANGUL in script_weights(text) and dice.random() < _ENGLISH_SHARE:  # noqa: PLR2004
        words[dice.randrange(len(words))] = dice.choice(english)
    return " ".join(words)


def _foreign_bags() -> Iterator[set[str]]:
    """Yield made-up words of other languages: letter groups drawn from langdetect's profiles."""
    for file in sorted(resources.files("langdetect").joinpath("profiles").iterdir(), key=lambda one: one.name):
        if file.name in _OURS_IN_LANGDETECT or file.name.startswith("__"):
            continue
        counts = json.loads(file.read_text(encoding="utf-8"))["freq"]
        groups, shares = list(counts), np.array(list(counts.values()), dtype=np.float64)
        dice = np.random.default_rng(zlib.crc32(file.name.encode()))
        for _ in range(_FOREIGN_BAGS):
            drawn = dice.choice(len(groups), int(dice.integers(6, 60)), p=shares / shares.sum())
            yield {groups[place].lower() for place in drawn} - {" "}


if __name__ == "__main__":
    main()
