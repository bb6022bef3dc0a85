"""The directories of centres and programmes: complete in eight languages, true to the guidebook, nothing guessed."""

import re
from typing import Any

import pytest
import yaml

from knowledge.articles import read_guidebook
from knowledge.languages import Language
from knowledge.settings import HOME, KnowledgeSettings

PHONE = re.compile(r"^\d{2,4}(?:-\d{3,4}){0,2}$")


def read(name: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((HOME / f"{name}.yaml").read_text(encoding="utf-8"))[name])


@pytest.mark.parametrize("name", ["centres", "programmes"])
def test_every_entry_has_an_own_id_and_a_name_in_every_language(name: str) -> None:
    entries = read(name)
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert set(entry["name"]) == set(Language), entry["id"]
        assert all(entry["name"].values()), entry["id"]
        assert entry["source"], entry["id"]


def test_the_city_centre_six_workers_centres_and_seven_villages_are_there() -> None:
    kinds = [centre["kind"] for centre in read("centres")]
    assert (kinds.count("workers-centre"), kinds.count("global-village")) == (6, 7)
    assert {"city-centre", "global-center", "eastern-centre", "family-centre"} <= set(kinds)


def test_phones_look_like_korean_ones_or_are_left_empty() -> None:
    assert [c["phone"] for c in read("centres") if c["phone"] is not None and not PHONE.match(c["phone"])] == []


def test_programmes_say_the_same_as_their_articles() -> None:
    guidebook = read_guidebook(KnowledgeSettings().guidebook_dir)
    programmes = read("programmes")
    assert len(programmes) >= 10
    for programme in programmes:
        article = guidebook.get(programme["article"], Language.EN)
        text = "\n".join([article.title, article.summary, *(section.markdown for section in article.sections)])
        for age in programme["ages"].values():
            assert age is None or re.search(rf"\b{age}\b", text), f"{programme['id']}: age {age}"
        for amount in programme["amounts"]:
            if amount.get("won"):
                assert f"{amount['won']:,}" in text, f"{programme['id']}: {amount}"
