"""What is looked for and not there."""

from shared.errors import Invalid, NotFound


class NoSuchTown(NotFound):
    code = "no_such_town"
    title_ja = "その市町村は見つかりません"


class NoSuchProgram(NotFound):
    code = "no_such_program"
    title_ja = "そのプログラムは見つかりません"


class UnknownVenue(Invalid):
    code = "unknown_venue"
    title_ja = "その会場は登録されていません"
