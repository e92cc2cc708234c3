"""The summary above a form names its fields and says what they say."""

import pytest

from shared.ui.render import SHELL, environment
from shared.ui.summary import name_fields

FORM = """{% import "components.html" as ui %}
{{ ui.error_summary([("name", fill), ("day", fill), ("kinds", some), ("names", some), ("ask", fill), ("gone", fill)]) }}
{{ ui.field("name", "<お>名前", error=fill) }}
{{ ui.chips("曜日", "day", [("1", "月")], kind="radio", error=fill) }}
{{ ui.chips("種類", "kinds", [("1", "茶")], error=some) }}
{{ ui.field("names", "お子さん", error=some) }}
{{ ui.chips("なぜですか", "ask", [("1", "雨")], kind="radio", error=fill) }}"""


@pytest.fixture
def page() -> str:
    sentences = {"fill": "入力してください", "some": "ひとつ以上選んでください"}
    html = environment((SHELL,), "ja").from_string(FORM).render(**sentences)
    return name_fields(html, colon="：")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("name", "&lt;お&gt;名前：入力してください"),
        ("day", "曜日を選んでください"),
        ("kinds", "種類：ひとつ以上選んでください"),
        ("names", "お子さん：入力してください"),
        ("ask", "なぜですか：選んでください"),
        ("gone", "入力してください"),
    ],
)
def test_each_entry_names_its_field(page: str, field: str, sentence: str) -> None:
    assert f'<li><a href="#{field}">{sentence}</a></li>' in page


def test_the_field_says_the_same(page: str) -> None:
    summary, fields = page.split("</div>", 1)
    for sentence in ("曜日を選んでください", "ひとつ以上選んでください"):
        assert (sentence in summary, fields.count(sentence)) == (True, 1)


def test_a_page_without_mistakes_stays_as_it_is() -> None:
    assert name_fields("<main>x</main>", colon="：") == "<main>x</main>"
