"""What is wrong on a form, and what was said in it, in words."""

from collections.abc import Mapping

from services.programs.rules.matching import Holds, Term, Without, term
from services.programs.schemas import FactsForm
from services.programs.words.matching import Names, asked, grade
from shared.ui.dates import Lang
from shared.ui.render import Town
from shared.ui.words import Words, said
from shared.web.forms import SENTENCES

CHOOSE: dict[str, Words] = {
    "reason": ("受け入れる理由を選んでください", "Choose why"),
    "approver": ("決めた役職を選んでください", "Choose who approved it"),
    "theme": ("テーマを選んでください", "Choose a theme"),
    "sentence": ("気づいたことを書いてください", "Write what you noticed"),
}


def errors(wrong: Mapping[str, Words], lang: Lang) -> list[tuple[str, str]]:
    """What is wrong on a form: (field, sentence)."""
    return [(name, said(words, lang)) for name, words in wrong.items()]


def ask_for(wrong: Mapping[str, Words]) -> dict[str, Words]:
    """What is missing is asked for by its own name."""
    missing = SENTENCES["missing"]
    return {name: CHOOSE.get(name, words) if words == missing else words for name, words in wrong.items()}


def facts_said(form: FactsForm, names: Names) -> list[Words]:
    """What was said of somebody, so that who reads the answers sees what they answer to."""
    words: list[Words] = []
    if form.age is not None:
        words.append((f"{form.age}歳", f"age {form.age}"))
    if form.born_year:
        month = (f"{form.born_month}月", f"-{form.born_month:02}") if form.born_month else ("", "")
        words.append((f"{form.born_year}年{month[0]}生まれ", f"born {form.born_year}{month[1]}"))
    if form.grade is not None:
        words.append(grade(form.grade))
    if form.area:
        words.append((names.areas.get(form.area, ""),) * 2)
    known = [(term(key), is_so) for key, is_so in form.known.items() if not (key == "resident" and form.area)]
    return words + [_fact(each, is_so, names) for each, is_so in known]


def _fact(each: Term, is_so: bool, names: Names) -> Words:
    if isinstance(each, Holds) and not is_so:
        return asked(Without(each.code), names)
    ja, en = asked(each, names)
    return (ja, en) if is_so else (f"{ja}：いいえ", f"{en}: no")


def whole(town: Town | None) -> Words:
    """All of a municipality by its own kind: 市全体, 町全体, 村全体."""
    kind = town.name[-1] if town and town.name[-1] in "市区町村" else "町"
    return f"{kind}全体", "The whole town"
