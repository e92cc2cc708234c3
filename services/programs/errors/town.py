"""What is looked for and not there."""

from datetime import date

from shared.errors import Conflict, Invalid, NotFound


class NoSuchTown(NotFound):
    code = "no_such_town"
    title_ja = "その市町村は見つかりません"


class NoSuchArea(NotFound):
    code = "no_such_area"
    title_ja = "その地域は見つかりません"


class NoSuchProgram(NotFound):
    code = "no_such_program"
    title_ja = "そのプログラムは見つかりません"


class NoSuchClosedDay(NotFound):
    code = "no_such_closed_day"
    title_ja = "その日は登録されていません"


class NoSuchOrganiser(NotFound):
    code = "no_such_organiser"
    title_ja = "その主催者は見つかりません"


class NoSuchVenue(NotFound):
    code = "no_such_venue"
    title_ja = "その会場は見つかりません"


class NoSuchLink(NotFound):
    code = "no_such_link"
    title_ja = "このリンクは使えません。役場に新しいリンクをたのんでください"


class NoSuchSeries(NotFound):
    code = "no_such_series"
    title_ja = "その毎週の時間は見つかりません"


class UnknownVenue(Invalid):
    code = "unknown_venue"
    title_ja = "その会場は登録されていません"


class UnknownArea(Invalid):
    code = "unknown_area"
    title_ja = "この中から地域を選んでください"


class VenueTaken(Conflict):
    code = "venue_taken"

    def __init__(self, day: date, program: str) -> None:
        said = f"{day.month}月{day.day}日は、同じ会場・同じ時間に「{program}」があります"
        super().__init__("Another program is at that venue at that time.", field="venue", title_ja=said)


class VenueShut(Conflict):
    code = "venue_shut"

    def __init__(self, day: date) -> None:
        said = f"{day.month}月{day.day}日は、会場があいていない時間です"
        super().__init__("The venue is closed at that time.", field="venue", title_ja=said)


class NoSuchPage(NotFound):
    code = "no_such_page"
    title_ja = "そのページはありません"
