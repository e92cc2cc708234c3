"""What can go wrong with a registration."""

from shared.errors import Conflict, Invalid, NotFound


class NoRegistration(Conflict):
    code = "no_registration"
    title_ja = "申込みはいりません。どうぞそのままお越しください"


class RegistrationClosed(Conflict):
    code = "registration_closed"
    title_ja = "いまは申込みを受け付けていません"


class NoPlaceLeft(Conflict):
    code = "no_place_left"
    title_ja = "満員です"


class GuardianMissing(Invalid):
    code = "guardian_missing"
    title_ja = "保護者の方の同意がいります"


class DateMissing(Invalid):
    code = "date_missing"
    title_ja = "どの日に来るか選んでください"


class NoSuchTicket(NotFound):
    code = "no_such_ticket"
    title_ja = "この申込みは見つかりません"


class AlreadySent(Conflict):
    code = "already_sent"
    title_ja = "この用紙は、もう送られています"


class OfferIsOver(Conflict):
    code = "offer_is_over"
    title_ja = "お返事の期限を過ぎたので、次の方にお譲りしました"


class NotOnTheList(Invalid):
    code = "not_on_the_list"
    title_ja = "名簿にない方です"


class NoSuchCheck(NotFound):
    code = "no_such_check"
    title_ja = "その見守りの確認は見つかりません"


class ScopeInUse(Conflict):
    code = "scope_in_use"
    title_ja = "もう申し込んだ方がいるので、変えられません"
