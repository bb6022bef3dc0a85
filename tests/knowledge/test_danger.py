"""Who is in danger is recognised, whatever the alphabet; who only asks is not alarmed."""

from pathlib import Path

import pytest

from knowledge.danger.kinds import Danger
from knowledge.danger.lexicon import find_danger, read_lexicon
from knowledge.danger.recognition import Example, fit_danger
from knowledge.danger.replies import ARTICLES, first_words, numbers_at_hand
from knowledge.danger.wordlists import new_wordlists
from knowledge.errors import LexiconInvalid
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

CRIES = [
    ("ko", "남편이 칼을 들고 죽인다고 해요 무서워요", Danger.HOME),
    ("ko", "집에 불났어요 살려주세요", Danger.FIRE),
    ("en", "my husband is hitting me right now", Danger.HOME),
    ("en", "I want to die, I can't go on", Danger.SUICIDE),
    ("zh", "老板把我锁在宿舍里不让我出去", Danger.CONFINED),
    ("zh", "救命，着火了", Danger.FIRE),
    ("vi", "ong chu danh toi chay mau roi", Danger.WORK),
    ("vi", "tôi không muốn sống nữa", Danger.SUICIDE),
    ("mn", "нөхөр намайг зодоод байна туслаарай", Danger.HOME),
    ("mn", "хүүхэд маань алга болчихлоо", Danger.MISSING_CHILD),
    ("ru", "меня заперли на складе и забрали телефон", Danger.CONFINED),
    ("ru", "ya bolshe ne hochu zhit, pomogite", Danger.SUICIDE),
    ("uz", "эрим мени уряпти ёрдам беринг", Danger.HOME),
    ("uz", "bolam yoʻqolib qoldi, topolmayapman", Danger.MISSING_CHILD),
    ("ur", "shohar mujhe maar raha hai", Danger.HOME),
    ("ur", "گھر میں آگ لگ گئی ہے", Danger.FIRE),
]
CALM = [
    ("ko", "가정폭력 쉼터는 어떻게 신청해요?"),
    ("en", "what does industrial accident insurance pay for"),
    ("en", "this heat is killing me, when does the school break start"),
    ("zh", "家庭暴力会怎么处罚？"),
    ("vi", "bảo hiểm tai nạn lao động trả những gì?"),
    ("mn", "галын даатгал хэд вэ?"),
    ("ru", "сколько стоит страховка от пожара?"),
    ("uz", "pasportim muddati oʻtgan, nima qilaman?"),
    ("ur", "گھریلو تشدد کی سزا کیا ہے؟"),
]


@pytest.mark.parametrize(("language", "text", "kind"), CRIES)
def test_cry_for_help_is_recognised_by_rules_alone(language: str, text: str, kind: Danger) -> None:
    assert find_danger(text, Language(language)) is kind


@pytest.mark.parametrize(("language", "text"), CALM)
def test_question_with_words_of_danger_is_no_alarm(language: str, text: str) -> None:
    assert find_danger(text, Language(language)) is None


@pytest.mark.parametrize("language", list(Language))
def test_every_danger_has_rules_and_words_to_say(language: Language, search: GuidebookSearch) -> None:
    assert {rule.kind for rule in read_lexicon(language).rules} == set(Danger)
    for danger in Danger:
        assert any(number in first_words(danger, language) for number in ("112", "119", "109"))
        assert search.guidebook.find(ARTICLES[danger], language)
    assert "1577-1366" in numbers_at_hand(language)


@pytest.mark.parametrize("line", ["home = @nobody", "no rule at all", "ghosts = boo", "@empty: , | ;"])
def test_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "en.txt").write_text(f"# words\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconInvalid, match=r"en\.txt:2"):
        read_lexicon(Language.EN, tmp_path)


def test_words_match_by_their_beginning_unless_they_are_closed() -> None:
    lists = new_wordlists(Language.EN)
    lists.add("hit", "open")
    lists.add("hit_", "closed")
    lists.add("lock * room", "apart")
    assert lists.find("he hits") == {"open"}
    assert lists.find("he hit") == {"open", "closed"}
    assert lists.find("locked me in my room") == {"apart"}
    assert lists.find("locked in and now somebody else wants the room") == set()


def test_characters_match_anywhere_whatever_the_spaces() -> None:
    lists = new_wordlists(Language.ZH)
    lists.add("救命", "help")
    lists.add("锁 * 房间", "apart")
    assert lists.find("快来 救 命啊") == {"help"}
    assert lists.find("他把我锁在了房间里") == {"apart"}


def test_regression_learns_what_the_rules_do_not_name() -> None:
    cries = [Example(f"the water rises and we sit on the roof {number}", Danger.ACCIDENT) for number in range(6)]
    calm = [Example(f"how do I pay the water bill of month {number}", None) for number in range(6)]
    fires = [Example(f"flames come out of window {number}", Danger.FIRE) for number in range(6)]
    fitted = fit_danger([*cries, *fires, *calm], Language.EN)
    scores = [fitted.scores(text) for text in ("we sit on the roof, water rises", "pay the water bill")]
    assert scores[0].argmax() != 0
    assert scores[1].argmax() == 0
