"""Rooms."""

from shared.errors import Conflict, Invalid


class UnknownRoom(Invalid):
    code = "unknown_room"
    title_ja = "部屋を選び直してください"


class RoomTaken(Conflict):
    code = "room_taken"
    title_ja = "その時間は、ほかの会議がその部屋を使います"


class RoomClosed(Conflict):
    code = "room_closed"
    title_ja = "その時間は、その部屋が開いていません"


class RoomTooSmall(Conflict):
    code = "room_too_small"
    title_ja = "呼ばれている人数が、その部屋に入りきりません"
