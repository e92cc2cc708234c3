"""The doctor's lines: for 80 columns, with the commands of this very town."""

from pathlib import Path

from rich.cells import cell_len

from services.doctor import Finding, Running, Said
from services.doctor.printed import last_line, lines_of

LOCAL, COMPOSE = (
    Running(by_compose=False, data_dir=Path("var")),
    Running(by_compose=True, data_dir=Path("/var/lib/yui")),
)


def test_a_town_of_compose_is_told_composes_commands() -> None:
    assert COMPOSE.yui("migrate") == "docker compose run --rm tools migrate"
    assert COMPOSE.start("nats") == "docker compose up --detach --wait nats"
    assert COMPOSE.logs("notify").ja == "docker compose logs --since 10m notify"


def test_a_town_of_yui_up_is_told_of_no_container() -> None:
    assert LOCAL.yui("migrate") == "yui migrate"
    assert Running(by_compose=False, data_dir=Path("/srv/our town")).yui("up") == "yui up --data '/srv/our town'"
    assert "docker" not in "".join((LOCAL.start("nats"), *LOCAL.logs("nats")))


def test_what_fits_stands_on_one_line_and_what_does_not_on_two() -> None:
    short = Finding(Said("ディスク", "disk"), Said("空き 3 GiB", "3 GiB free"))
    assert list(lines_of(short)) == ["✓ ディスク / disk: 空き 3 GiB / 3 GiB free"]
    long = Finding(Said("列と受け手", "streams and durables"), Said("正しい形です" * 3, "as they should be " * 2))
    assert [cell_len(line) <= 80 for line in lines_of(long)] == [True, True]


def test_what_to_do_is_said_in_japanese_first() -> None:
    wrong = Finding(Said("鍵", "key"), Said("ありません", "missing"), Said("一行目\n二行目", "one\ntwo"))
    assert list(lines_of(wrong)) == [
        "✗ 鍵 / key: ありません / missing", "    → 一行目", "      二行目", "      one", "      two",
    ]  # fmt: skip
    assert "1 件" in last_line([wrong])
    assert last_line([]) == "すべてよし / all is well"


def test_what_can_not_be_seen_from_here_is_neither_well_nor_wrong() -> None:
    hidden = Finding(Said("メール", "mail"), Said("見えません", "not seen"), is_seen=False)
    assert list(lines_of(hidden)) == ["− メール / mail: 見えません / not seen"]
