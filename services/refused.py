"""Why a command does nothing, in one line."""


class Refused(Exception):
    """Nothing was done; says why and what to do first, in Japanese and in English."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja}\n  {en}")
