"""Why a command does nothing, in one line."""

import os


class Refused(Exception):
    """Nothing was done; says why and what to do first, in Japanese and in English; `code` is the command's."""

    code = 1

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja}\n  {en}")


class UnreadableSettings(Refused):
    """To start it again would change nothing (deploy/systemd/yui.service)."""

    code = os.EX_CONFIG

    def __init__(self) -> None:
        super().__init__(
            "読めない設定があります。yui doctor が教えます", "a setting can't be read: `yui doctor` names it"
        )
