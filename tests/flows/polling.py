"""日程調整 as a story, in memory or on a real bus: asked, answered by link, the silent reminded, held once."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx

from services.notify.channels.sink import text_of
from services.scenario.story import Story, expect
from services.scenario.visitor import Visitor
from shared.clock import TOKYO, new_id

ASKED, REMINDED = "日程調整のお願い", "お返事をお待ちしています"


class Polled:
    """The story's people, what the town mailed, and a stranger who has nothing but a link."""

    def __init__(self, story: Story, mails: Path, stranger: httpx.AsyncClient) -> None:
        self.story, self.folder, self.stranger = story, mails, stranger
        self.poll: dict[str, Any] = {}
        self.link = ""

    def mailed(self, subject: str, body: str) -> dict[str, str]:
        """The mails with these words in their subject that name the body, by whom they are to."""
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in self.folder.glob("*.eml")]
        about = [mail for mail in mails if subject in mail["subject"] and body in mail["subject"]]
        return {str(mail["to"]).partition("@")[0]: text_of(mail) for mail in about}

    async def ask(self, leader: Visitor) -> None:
        """Two posts and an agency are asked about two dates; each gets a mail of its own."""
        first = (self.story.now() + timedelta(days=21)).astimezone(TOKYO).replace(hour=10, minute=0)
        form = {
            "request_id": new_id(), "dates": [first.isoformat(), (first + timedelta(days=1)).isoformat()],
            "due_on": (first - timedelta(days=7)).date().isoformat(), "posts": ["C", "D"], "agencies": ["houkatsu"],
        }  # fmt: skip
        for _ in range(2):
            self.poll = await leader.post("/meetings/api/bodies/network/polls", form)
        mailed = await self._until_mailed(ASKED, 3)
        expect(sorted(mailed), ["agency-houkatsu", "post-c", "post-d"], "who is asked")
        self.link = re.findall(r"https?://[^/]+(/meetings/dates/[\w-]{43})", mailed["agency-houkatsu"])[0]

    async def answer(self) -> None:
        """The agency says ○ to the first date and × to the second, by its link alone."""

        async def known() -> bool:
            return (await self.stranger.get(self.link)).status_code == 200

        await self.story.until(known)
        said = {f"say-{date['id']}": word for date, word in zip(self.poll["dates"], ("yes", "no"), strict=True)}
        expect((await self.stranger.post(self.link, data=said)).status_code, 303, "the answer by link")

    async def remind(self, leader: Visitor) -> None:
        """Only who has said nothing is mailed again."""
        path = f"/meetings/api/polls/{self.poll['id']}"
        expect(await leader.post(f"{path}/remind"), {"reminded": 2}, "who is silent")
        mailed = await self._until_mailed(REMINDED, 2)
        expect(sorted(mailed), ["post-c", "post-d"], "who is reminded")

    async def hold(self, leader: Visitor) -> None:
        """The best date becomes one sitting, however often the button is pressed; the link says so."""
        path = f"/meetings/api/polls/{self.poll['id']}"
        best = next(date for date in (await leader.get(path))["dates"] if date["is_best"])
        expect(best["id"], self.poll["dates"][0]["id"], "the date that suits best")
        held = [await leader.post(f"{path}/hold", {"date_id": best["id"]}) for _ in range(2)]
        expect(held[0]["id"], held[1]["id"], "the sitting")
        expect(held[0]["starts_at"], best["starts_at"], "when it is")
        expect((await self.stranger.get(self.link)).status_code, 410, "the link after the end")

    async def _until_mailed(self, subject: str, count: int) -> dict[str, str]:
        async def look() -> dict[str, str] | None:
            mailed = self.mailed(subject, self.poll["title"])
            return mailed if len(mailed) >= count else None

        found: dict[str, str] = await self.story.until(look)
        return found


async def find_a_date(polled: Polled) -> None:
    """The whole story."""
    leader = await polled.story.sign_in("promoter-c")
    await polled.ask(leader)
    await polled.answer()
    await polled.remind(leader)
    await polled.hold(leader)
