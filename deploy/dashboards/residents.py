"""住民・現場: whether everybody has a next step, and what the field does this week."""

from deploy.dashboards.boards import Board, Section
from deploy.dashboards.fresh import FRESH
from deploy.dashboards.panels import IN_FIVES, ORANGE, Asked, bars, lines, words
from deploy.dashboards.queries import between, rows

NEXT_DATE = words(
    "次の予定のない世帯",
    "相談や支援の途中で、次に誰がいつ会うかが決まっていない世帯。いてはいけません。"
    + IN_FIVES
    + "手引き: docs/runbooks.md#without-next-date",
    rows("yui_cases_without_next_date"),
    good="みんなに次の予定がある",
    bad="予定のない世帯があります",
)
PAST_DATE = words(
    "予定の日が過ぎた世帯",
    "予定の日が過ぎ、どの議題にも載っていない世帯。連絡を待っているかもしれません。"
    + IN_FIVES
    + "手引き: docs/runbooks.md#past-next-date",
    rows("yui_cases_past_next_date"),
    good="過ぎたままの予定はない",
    bad="予定が過ぎた世帯があります",
    colour=ORANGE,
)
REFERRALS = words(
    "つなぎの返事",
    "ほかの機関に頼んだまま、2週間返事のないものがあるか。待っているのはその世帯です。"
    "手引き: docs/runbooks.md#referral",
    f"{rows('yui_referral_oldest_unanswered_age_seconds')} > bool 1209600",
    good="2週間待たせた人はいない",
    bad="2週間、返事がありません",
    colour=ORANGE,
)
MISSED = words(
    "休みが続いている人",
    "いつも来る人が続けて休み、まだ誰も様子を見ていないこと（見守り）。コーディネーターが電話や訪問をします。"
    + IN_FIVES,
    rows("yui_checks_open"),
    good="気がかりな休みはない",
    bad="休みが続く人がいます",
    colour=ORANGE,
)
POSTED = words(
    "今週の開催の知らせ",
    "今週の開催が一つも投稿されていない市町村があるか。住民は予定がわかりません。手引き: docs/runbooks.md#no-session",
    'count(max by (municipality) (yui_sessions_this_week{status="posted"}) == 0 and '
    'max by (municipality) (yui_sessions_this_week{status="unposted"}) > 0) or vector(0)',
    good="今週の予定が出ている",
    bad="投稿のない市町村があります",
    colour=ORANGE,
)
CONSULTATIONS = lines(
    "相談の受付（これまでの合計）",
    "相談をどの場で受けたか。線が急に上がった週は、窓口が忙しかった週です。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_consultations_total", "lane"), "{{lane}}")],
    names={"manual": "本人の同意で進める相談", "swa-106-6": "支援会議（法106条の6）の相談"},
    steps=True,
    decimals=0,
)
CASES = bars(
    "いま支えている世帯",
    "事案がどの段階にいるか。一つの段階にたまっていれば、そこで人手が足りません。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_cases_open", "stage"), "{{stage}}")],
    names={
        "consultation": "相談",
        "core": "コア会議",
        "network": "支援会議",
        "support": "支援中",
        "progress": "進捗の確認",
    },
)
ANSWERS = "yui_referral_answer_seconds_bucket"
ANSWERED = bars(
    "つなぎの返事までの時間",
    "頼まれた機関が返事をするまで。下の段が伸びたら、頼み方や相手を見直す時です。" + IN_FIVES,
    "suffix: 件",
    [
        Asked(between(ANSWERS, "86400.0"), "1日以内"),
        Asked(between(ANSWERS, "259200.0", "86400.0"), "3日以内"),
        Asked(between(ANSWERS, "604800.0", "259200.0"), "7日以内"),
        Asked(between(ANSWERS, "+Inf", "604800.0"), "7日より後"),
        Asked(rows("yui_referrals_open"), "まだ返事がない"),
    ],
)
WEEK = bars(
    "今週の開催",
    "月曜から日曜までの開催のうち、投稿されたものと、まだのもの。中止は除きます。数字は市町村コードごとです。",
    "suffix: 回",
    [
        Asked('max by (municipality) (yui_sessions_this_week{status="posted"})', "{{municipality}} 投稿済み"),
        Asked('max by (municipality) (yui_sessions_this_week{status="unposted"})', "{{municipality}} まだ"),
    ],
)
SESSIONS = bars(
    "開催（前の90日と先の28日）",
    "予定どおり開けているか。「時刻がまだ」が多ければ、開催する人に声をかけてください。",
    "suffix: 回",
    [Asked(rows("yui_sessions_in_window", "status"), "{{status}}")],
    names={"held": "開いた", "planned": "これから", "time_open": "時刻がまだ", "cancelled": "中止"},
)
CANCELLED = bars(
    "中止の理由",
    "前の90日と先の28日の中止が、何のためだったか。同じ理由が続けば、場所や時期を変える相談ができます。",
    "suffix: 回",
    [Asked(rows("yui_sessions_cancelled_in_window", "reason"), "{{reason}}")],
    names={
        "heavy_rain": "大雨",
        "typhoon": "台風",
        "snow": "雪",
        "heat": "暑さ",
        "illness": "体調不良",
        "venue": "会場の都合",
        "closed_day": "休館日",
        "changed": "予定の変更",
        "other": "その他",
        "unsaid": "理由の記入なし",
    },
)
FILL = "yui_session_fill_ratio_bucket"
FILLED = bars(
    "席の埋まりぐあい",
    "定員と出欠のある、この90日の開催。空きが多ければ案内を、あふれていれば回数を考えます。" + IN_FIVES,
    "suffix: 回",
    [
        Asked(between(FILL, "0.25"), "4分の1まで"),
        Asked(between(FILL, "0.5", "0.25"), "半分まで"),
        Asked(between(FILL, "0.75", "0.5"), "4分の3まで"),
        Asked(between(FILL, "1.0", "0.75"), "満員まで"),
        Asked(between(FILL, "+Inf", "1.0"), "定員を超えた"),
    ],
    width=6,
)
WAITING = lines(
    "申込みの順番待ち",
    "席が空くのを待つ申込みと、席を取り置いて返事を待つ申込み。待つ人が減らなければ、もう一回開けないか相談します。"
    + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_registrations_waiting", "state"), "{{state}}")],
    names={"waiting": "順番を待っている", "offered": "席を取り置いている"},
    steps=True,
    decimals=0,
    width=6,
)
MATCHES = bars(
    "参加支援で探した結果",
    "画面の右上で選んだ期間に、合うプログラムを探した結果。「合うものがない」が続けば、町に足りないものがあります。"
    + IN_FIVES,
    "suffix: 回",
    [Asked("round(sum by (answer) (increase(yui_matches_total[$__range])), 5)", "{{answer}}")],
    names={"yes": "合うものがある", "ask": "確かめれば合う", "no": "合うものがない"},
    width=6,
)
GAPS = bars(
    "町に足りないもの（資源不足）",
    "会議で「町にない」とわかったもの。古いものほど、資源開発会議で取り上げる番です。",
    "suffix: 件",
    [Asked(rows("yui_resource_gaps_open", "age"), "{{age}}")],
    names={"under_30d": "30日まで", "30_to_90d": "30〜90日", "over_90d": "90日を超えた"},
    width=6,
)
RESIDENTS = Board(
    "yui-residents",
    "住民・現場",
    "相談・つなぎ・開催のいま。毎朝、困っている人がいないかを見ます。",
    "now-7d",
    [
        Section("困っている人はいないか", [NEXT_DATE, PAST_DATE, REFERRALS, MISSED, POSTED, FRESH]),
        Section("相談とつなぎ", [CONSULTATIONS, CASES, ANSWERED]),
        Section("開催", [WEEK, SESSIONS, CANCELLED]),
        Section("参加と、町に足りないもの", [FILLED, WAITING, MATCHES, GAPS]),
    ],
)
