"""通知: whether whoever waits for word gets it in time, by mail and in their calendar."""

from deploy.dashboards.boards import Board, Section
from deploy.dashboards.fresh import FRESH
from deploy.dashboards.panels import ORANGE, RED, Asked, bars, lines, words
from deploy.dashboards.queries import done, grew, or_none, quantile, rows, share, within

SENT = "yui_message_delay_seconds_count"
IN_A_MINUTE, IN_FIVE = (f'yui_message_delay_seconds_bucket{{le="{bound}"}}' for bound in ("60.0", "300.0"))
CHANGES = "yui_fact_delay_seconds_bucket"
ANSWERS = "yui_feed_answers_total"
BROKEN, UNCHANGED = (f'{ANSWERS}{{status=~"{status}"}}' for status in ("5..", "304"))
CLIENTS = {
    "google": "Google カレンダー",
    "outlook": "Outlook",
    "apple": "iPhone・Mac",
    "thunderbird": "Thunderbird",
    "android": "Android",
    "other": "そのほか",
}
HEARD = {
    "notify-tell-absence": "会議に来られない",
    "notify-tell-restored": "やはり来られる",
    "notify-note-poll-answered": "日程の答え",
    "programs-heed-reply": "開催を中止する返信",
}


def _handled(consumer: str) -> str:
    return f'yui_facts_handled_total{{consumer="{consumer}"}}'


STUCK = words(
    "出るはずのお知らせ",
    "時刻が来たのに5分たっても出ていないお知らせ。会議や催しに来る人が知らずにいます。"
    "手引き: docs/runbooks.md#messages",
    f"{rows('yui_message_oldest_due_age_seconds')} > bool 300",
    good="止まっているものはない",
    bad="お知らせが出ていません",
)
REFUSED = words(
    "届かなかったお知らせ（24時間）",
    "宛先に断られたお知らせ。その人には電話をお願いします。会議のページに「電話で」と出ています。"
    "手引き: docs/runbooks.md#messages",
    grew('yui_messages_total{outcome="failed"}', "24h"),
    good="みんなに届いている",
    bad="電話の要る人がいます",
    colour=ORANGE,
)
IN_TIME = words(
    "1分以内の約束（1時間）",
    "この1時間に出たお知らせのうち、1分以内に出なかったものが1%を超えたか。手引き: docs/runbooks.md#reminders",
    or_none(f"1 - {share(within(IN_A_MINUTE, '1h'), within(SENT, '1h'))} > bool 0.01"),
    good="時間どおりに出ている",
    bad="遅れて出ています",
    colour=ORANGE,
)
FEEDS = words(
    "カレンダーの購読（1時間）",
    "購読しているカレンダーに、この1時間に答えられなかったことがあるか。予定は消えず、前の内容のままです。"
    "手引き: docs/runbooks.md#feeds",
    or_none(f"{within(BROKEN, '1h')} > bool 0"),
    good="答えられている",
    bad="更新されない人がいます",
)
EXPIRING = words(
    "もうすぐ切れるリンク",
    "7日以内に使えなくなる購読やリンク。切れる前に新しいものを渡してください。手引き: docs/runbooks.md#expiring",
    "sum(max by (service, kind) (yui_links_expiring))",
    good="切れそうなものはない",
    bad="7日以内に切れます",
    colour=ORANGE,
)
OUTCOMES = lines(
    "出たお知らせ（合計）",
    "お知らせがどうなったか。「取り下げた」は、会議がなくなったか、カレンダーに載っているので送らなかったものです。",
    "suffix: 通",
    [
        Asked(rows("yui_messages_total", "channel", "outcome"), "{{channel}} {{outcome}}"),
        Asked("max(yui_messages_withdrawn)", "取り下げた"),
    ],
    names={"mail sent": "メール：出た", "mail failed": "メール：届かなかった"},
    steps=True,
    decimals=0,
)
PROMISE = bars(
    "出るまでの時間",
    "画面の右上で選んだ期間に出たお知らせ。約束は1分以内、遅くとも5分以内です。",
    "suffix: 通",
    [
        Asked(f"round({within(IN_A_MINUTE)})", "1分以内（約束）"),
        Asked(f"round({within(IN_FIVE)} - {within(IN_A_MINUTE)})", "5分以内"),
        Asked(f"round({within(SENT)} - {within(IN_FIVE)})", "5分より遅い"),
    ],
)
QUEUE = lines(
    "待っているお知らせ",
    "いま出るはずのものと、時刻を待っているもの。「いま出るはず」が0に戻らなければ、止まっています。",
    "suffix: 通",
    [Asked(rows("yui_messages_waiting", "state"), "{{state}}")],
    names={"due": "いま出るはず", "later": "時刻を待っている", "retrying": "送り直している"},
    steps=True,
    decimals=0,
)
OLDEST = lines(
    "一番長く待っているお知らせ",
    "出るはずの時刻からの時間。点線は約束の1分と5分です。",
    "s",
    [Asked(rows("yui_message_oldest_due_age_seconds"), "一番古いもの")],
    limits=[(60, ORANGE), (300, RED)],
)
ARRIVING = lines(
    "変更がほかの画面に届くまで",
    "入力してから、議題・予定・お知らせに現れるまで。点線は約束の1分です。手引き: docs/runbooks.md#changes",
    "s",
    [Asked(quantile(0.5, CHANGES), "半分はここまで"), Asked(quantile(0.99, CHANGES), "ほぼ全部（99%）はここまで")],
    limits=[(60, RED)],
)
REPLIES = bars(
    "届いた返事",
    "画面の右上で選んだ期間に、お知らせを読んだ人からの返事で動いたこと。",
    "suffix: 回",
    [Asked(or_none(f"round({within(_handled(consumer))})"), said) for consumer, said in HEARD.items()],
)
ASKING = lines(
    "カレンダーの問合せ",
    "購読しているカレンダーが見に来た回数（1分あたり）。急に0になったら、入口が止まっているかもしれません。",
    "suffix: 回/分",
    [Asked(f"60 * {done(ANSWERS, 'client')}", "{{client}}")],
    names=CLIENTS,
    width=6,
)
SAME = lines(
    "「変わりなし」で済んだ割合",
    "見に来たカレンダーに、中身を送らずに済んだ割合（304）。低いほど、回線と電池を使っています。",
    "percentunit",
    [
        Asked(
            share(f"{done(UNCHANGED, 'client')} or 0 * {done(ANSWERS, 'client')}", done(ANSWERS, "client")),
            "{{client}}",
        )
    ],
    names=CLIENTS,
    most=1,
    width=6,
)
OCTETS = lines(
    "カレンダーに送った量",
    "購読しているカレンダーへ1秒に送った量。",
    "Bps",
    [Asked(done("yui_feed_octets_total", "client"), "{{client}}")],
    names=CLIENTS,
    width=6,
)
REVOKED = lines(
    "知らないアドレスへの問合せ",
    "取り消した、または知らない購読アドレスへの問合せ（1時間あたり）。中身は渡していません。100を超えたら調べます。"
    "手引き: docs/runbooks.md#revoked",
    "suffix: 回/時",
    [Asked(f"3600 * {done('yui_feed_revoked_hits_total', 'service')}", "{{service}}")],
    names={"meetings": "会議", "programs": "プログラム"},
    limits=[(100, ORANGE)],
    width=6,
)
MESSAGES = Board(
    "yui-messages",
    "通知",
    "お知らせとカレンダーが人に届いているか。「届いていない」と電話が来たら、まずここを見ます。",
    "now-24h",
    [
        Section("知らせを待つ人に届いているか", [STUCK, REFUSED, IN_TIME, FEEDS, EXPIRING, FRESH]),
        Section("お知らせと返事", [OUTCOMES, PROMISE, QUEUE, OLDEST, ARRIVING, REPLIES]),
        Section("カレンダーの購読", [ASKING, SAME, OCTETS, REVOKED]),
    ],
)
