"""The termbase: complete, readable, and used to find words that are not written."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.articles import Section, read_article
from knowledge.languages import Language
from knowledge.settings import KnowledgeSettings
from knowledge.terms import find_avoided, read_terms, translate


def test_every_term_has_a_form_in_every_language() -> None:
    terms = read_terms()
    assert len(terms) >= 290
    assert len({term.id for term in terms}) == len(terms)
    assert [(term.id, language) for term in terms for language in Language if not term.plain(language)] == []


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        (Language.EN, "Show your alien card at the counter.", "residence card"),
        (Language.KO, "동사무소에 가십시오.", None),
        (Language.RU, "Нелегал может обратиться сюда.", "человек с просроченным сроком пребывания"),
        (Language.EN, "Show your residence card.", None),
    ],
)
def test_words_that_are_ruled_out_are_found(language: Language, text: str, better: str | None) -> None:
    article = read_article(KnowledgeSettings().guidebook_dir / "visa" / "extension" / f"{language}.md")
    changed = replace(article, sections=(Section("who", text),))
    added = set(find_avoided(changed)) - set(find_avoided(replace(article, sections=())))
    assert bool(added) == (better is not None)
    assert all(str(better) in "".join(added) for _ in added)


def test_line_without_a_language_is_refused(tmp_path: Path) -> None:
    head = "id,ko,en,zh,vi,mn,ru,uz,ur,variants,avoid,mark\n"
    (tmp_path / "terms.csv").write_text(f"{head}card,a,b,c,d,e,f,g,h,no language,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="expected language:form"):
        read_terms(tmp_path / "terms.csv")


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("tiền đặt cọc bị giữ", Language.VI, "보증금"),
        ("tien coc", Language.VI, "보증금"),
        ("form 34 please", Language.EN, "34"),
        ("how are you", Language.EN, ""),
    ],
)
def test_words_of_a_question_are_carried_over_to_korean(text: str, source: Language, words: str) -> None:
    translated, share = translate(text, source, Language.KO)
    assert words in translated
    assert bool(translated) == bool(words) == (share > 0)
