"""Something on the residents' board: Nankoku's gathering is called off because of heavy rain."""

from tests.flows.stage import Stage
from tests.nakatosa import Nakatosa
from tests.services.people import signed_in


async def call_off(story: Nakatosa) -> None:
    organiser = await signed_in(Stage(story.app, story.clock), "organiser")
    week = (await organiser.get("/programs/api/week?town=39204")).json()
    sessions = [each for day in week for each in day["sessions"]]
    session = next(each["id"] for each in sessions if each["program_id"] == "elderly-gathering")
    answer = await organiser.post(f"/programs/api/sessions/{session}/cancel", json={"reason": "heavy_rain"})
    assert answer.status_code == 200, answer.text
