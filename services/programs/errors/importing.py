"""What can go wrong with a town's list of programs."""

from shared.errors import DomainError, Invalid


class ListMissing(Invalid):
    code = "list_missing"
    title_ja = "一覧のファイル（.csv か .xlsx）を選んでください"


class ListTooLarge(Invalid):
    code = "list_too_large"
    title_ja = "ファイルが大きすぎます（256 KB、300行まで）。いくつかに分けてください"


class NotAList(Invalid):
    code = "not_a_list"
    title_ja = "一覧として読めませんでした。CSV（UTF-8 か Shift_JIS）か、Excel（.xlsx）で保存し直してください"


class ListTooIntricate(Invalid):
    code = "list_too_intricate"
    title_ja = "ファイルが込み入っていて読めません。CSV で保存し直してください"


class CannotReadLists(DomainError):
    """The process that reads them could not be started."""

    status = 503
    code = "cannot_read_lists"
    title_ja = "いまはファイルを読めません。少し待ってからお試しください"
