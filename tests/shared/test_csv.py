"""CSV that opens in a town hall's spreadsheet and runs nothing."""

import csv
from io import StringIO

import pytest

from shared.web.csv import csv_of


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(cell: str) -> None:
    text = csv_of(["a"], [[cell]]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline="")))[1] == [f"'{cell}"]


def test_utf8_begins_with_a_bom_and_lines_end_as_the_rfc_says() -> None:
    assert csv_of(["名前", "緯度"], [["カフェ, 「ポム」", 33.5]]) == '﻿名前,緯度\r\n"カフェ, 「ポム」",33.5\r\n'.encode()


def test_a_negative_number_stays_a_number() -> None:
    assert csv_of(["a"], [[-1.5], [None]]).decode("utf-8-sig") == "a\r\n-1.5\r\n\r\n".replace("\r\n\r\n", '\r\n""\r\n')


def test_cp932_keeps_signs_that_look_alike_and_marks_what_it_lacks() -> None:
    assert csv_of(["9:00〜12:00", "Café", "髙"], [], "cp932").decode("cp932") == "9:00～12:00,Caf〓,髙\r\n"
