"""What can go wrong in matching, gaps and kizuki."""

from shared.errors import Conflict, Invalid


class UnknownProgram(Invalid):
    code = "unknown_program"
    title_ja = "ほかのプログラムが、もうありません。選び直してください"


class AgesDisagree(Invalid):
    code = "ages_disagree"
    title_ja = "年齢と生まれた年が合いません。どちらかを直してください"


class NotBornYet(Invalid):
    code = "not_born_yet"
    title_ja = "これから先の年月になっています"


class ConditionsChanged(Conflict):
    code = "conditions_changed"
    title_ja = "ほかの人が先に直しました。いまの内容を見て、もう一度直してください"
