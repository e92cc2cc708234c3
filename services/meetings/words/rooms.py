"""Rooms in words."""

from services.meetings.models import Room
from services.meetings.rules.rooms import Equipment
from shared.ui.dates import Lang
from shared.ui.words import Words, listed, said

EQUIPMENT: dict[Equipment, Words] = {
    Equipment.PROJECTOR: ("プロジェクター", "Projector"),
    Equipment.ONLINE: ("オンライン会議の機器", "Online meetings"),
    Equipment.BARRIER_FREE: ("段差なし", "Step-free"),
    Equipment.INDUCTION_LOOP: ("磁気ループ", "Hearing loop"),
    Equipment.CHILDREN: ("子どもと来られる", "Children welcome"),
    Equipment.KITCHEN: ("台所", "Kitchen"),
    Equipment.PARKING: ("駐車場", "Parking"),
}


def room(row: Room, lang: Lang) -> str:
    """How many it holds, when it is open, what it has."""
    hours = f"{row.opens:%H:%M}–{row.closes:%H:%M}"
    holds = said((f"{row.capacity}人 ・ {hours}", f"holds {row.capacity}, {hours}"), lang)
    has = listed((EQUIPMENT[Equipment(each)] for each in row.equipment), lang)
    return f"{holds} ・ {has}" if has else holds
