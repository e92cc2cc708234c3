"""会議: whether anything waits longer than was promised, and how long cases take."""

from deploy.dashboards.boards import Board, Section
from deploy.dashboards.fresh import FRESH
from deploy.dashboards.panels import IN_FIVES, ORANGE, Asked, bars, lines, words
from deploy.dashboards.queries import between, rows

REVIEWS = words(
    "見直し（進捗の確認）",
    "見直しの日が来たのに、会議を通り過ぎた事案。支援を受けている世帯が待っています。"
    + IN_FIVES
    + "手引き: docs/runbooks.md#review-overdue",
    rows("yui_reviews_overdue"),
    good="見直しは遅れていない",
    bad="見直しが過ぎている事案があります",
)
REPORTS = words(
    "緊急対応の事後報告",
    "緊急に始めた支援の報告が、会議を一つ過ぎても済んでいないもの。"
    + IN_FIVES
    + "手引き: docs/runbooks.md#emergency-report",
    rows('yui_emergency_reports{state="overdue"}'),
    good="遅れた報告はない",
    bad="済んでいない報告があります",
)
PROMISES = words(
    "期限を過ぎた約束",
    "支援プランや会議で引き受けた仕事のうち、期限を過ぎたもの。担当の機関に声をかけてください。" + IN_FIVES,
    rows("yui_tasks_overdue"),
    good="約束は守られている",
    bad="期限を過ぎた約束があります",
    colour=ORANGE,
)
UNCLOSED = words(
    "閉じていない会議",
    "終わる時刻を過ぎたのに、結果が記録されていない会議。決まったことが関係機関に届きません。"
    "手引き: docs/runbooks.md#sitting",
    'sum(max by (kind) (yui_sittings_planned{state="unclosed"}))',
    good="会議はすべて閉じている",
    bad="閉じていない会議があります",
    colour=ORANGE,
)
CARRIED = words(
    "持ち越しが続く議題",
    "3回以上、次の会議に送られた議題。進まない理由を会議の前に確かめます。" + IN_FIVES,
    rows('yui_agenda_items_open{carried="3+"}'),
    good="止まっている議題はない",
    bad="3回持ち越した議題があります",
    colour=ORANGE,
)
SOURCES = bars(
    "議題はどこから来たか（合計）",
    "議題が載った理由。予定した進捗の確認より急な議題が多ければ、早めの相談が足りていません。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_agenda_items_total", "source") + " > 0", "{{source}}")],
    names={
        "candidate": "新しい事案",
        "network_case": "支援会議の事案",
        "review": "進捗の確認",
        "watch_ended": "様子見の終わり",
        "emergency_report": "事後報告",
        "referral_unanswered": "返事のないつなぎ",
        "action_item": "前回の宿題",
        "written_report": "持ち回りの報告",
        "area_concern": "小地域の心配",
        "resource_gap": "資源不足",
        "kizuki": "気づき",
        "topic": "そのほか",
    },
)
OPEN = bars(
    "まだ決まっていない議題",
    "何回持ち越されたか。下の段にたまるほど、会議の時間か材料が足りていません。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_agenda_items_open", "carried"), "{{carried}}")],
    names={"0": "はじめて載る", "1": "1回持ち越し", "2": "2回持ち越し", "3+": "3回以上"},
)
SITTINGS = lines(
    "終わった会議（合計）",
    "開いて決めた会議、議題がないまま開いた会議、見送った会議。空の会議が続けば、回数を減らせます。",
    "suffix: 回",
    [Asked("sum by (outcome) (max by (kind, outcome) (yui_sittings_total))", "{{outcome}}")],
    names={"held": "開いて決めた", "empty": "議題なしで開いた", "skipped": "見送った"},
    steps=True,
    decimals=0,
)
AHEAD = bars(
    "これからの会議",
    "日時の決まっている会議。支援会議が0のときは、次の日程を決める番かもしれません。",
    "suffix: 回",
    [Asked('max by (kind) (yui_sittings_planned{state="ahead"})', "{{kind}}")],
    names={"core": "コア会議", "network": "支援会議", "area": "小地域ケア会議", "other": "そのほか"},
)
LEAD = "yui_case_lead_time_seconds_bucket"
ALL = LEAD + '{le="+Inf"}'
MEDIAN = bars(
    "かかった日数（真ん中の値）",
    "半分の事案がこの日数までに進みました。長い段が、人を待たせているところです。1日より早いものは0.5日と出ます。"
    + IN_FIVES,
    "suffix: 日",
    [
        Asked(
            f"histogram_quantile(0.5, {rows(LEAD, 'le', 'step')}) / 86400 and on (step) {rows(ALL, 'step')} > 0",
            "{{step}}",
        )
    ],
    names={
        "consultation_to_core": "相談 → コア会議",
        "core_to_network": "コア会議 → 支援会議",
        "network_to_plan": "支援会議 → プラン",
        "consultation_to_plan": "相談 → プラン",
    },
    decimals=1,
)
PLANNED = bars(
    "相談から支援プランまで",
    "はじめの相談から支援プランが決まるまで。1か月を超える人が増えたら、会議の間隔を見直します。" + IN_FIVES,
    "suffix: 件",
    [
        Asked(between(LEAD, "604800.0", step="consultation_to_plan"), "1週間以内"),
        Asked(between(LEAD, "2.592e+06", "604800.0", step="consultation_to_plan"), "30日以内"),
        Asked(between(LEAD, "7.776e+06", "2.592e+06", step="consultation_to_plan"), "90日以内"),
        Asked(between(LEAD, "+Inf", "7.776e+06", step="consultation_to_plan"), "90日より長い"),
    ],
)
WAITING = lines(
    "見直しを待つ事案",
    "見直しの日が決まっている事案と、そのうち日が過ぎたもの。二つの線が近づくのは危ない印です。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_reviews_open"), "見直しを待つ"), Asked(rows("yui_reviews_overdue"), "日が過ぎた")],
    steps=True,
    decimals=0,
    width=6,
)
EMERGENCIES = bars(
    "緊急対応と事後報告",
    "会議を待たずに始めた支援と、その報告がどこまで済んだか。" + IN_FIVES,
    "suffix: 件",
    [
        Asked(rows("yui_emergencies_total"), "緊急に始めた（合計）"),
        Asked(rows("yui_emergency_reports", "state"), "{{state}}"),
    ],
    names={"reported": "報告が済んだ", "waiting": "次の会議で報告", "overdue": "会議を過ぎた"},
    width=6,
)
TASKS = lines(
    "期限を過ぎた約束",
    "支援プランの仕事と、会議で頼まれた仕事。増え続けるときは、引き受けすぎています。" + IN_FIVES,
    "suffix: 件",
    [Asked(rows("yui_tasks_overdue", "of"), "{{of}}")],
    names={"plan": "支援プランの仕事", "sitting": "会議で頼まれた仕事"},
    steps=True,
    decimals=0,
    width=6,
)
DATES = bars(
    "日程調整と招集",
    "日を探している会議に、誰が答えたか。止まっている招集は、守秘の名簿（法106条の6）に機関を載せると動きます。",
    "suffix: 件",
    [
        Asked(rows("yui_polls_open"), "日を探している会議"),
        Asked(rows("yui_poll_invitees_open", "state"), "{{state}}"),
        Asked(rows("yui_invitations_held"), "止まっている招集"),
    ],
    names={"answered": "答えた人・機関", "silent": "まだ答えていない"},
    width=6,
)
MEETINGS = Board(
    "yui-meetings",
    "会議",
    "議題・見直し・約束のいま。会議の前の日に、遅れているものを見ます。",
    "now-30d",
    [
        Section("待たせている人はいないか", [REVIEWS, REPORTS, PROMISES, UNCLOSED, CARRIED, FRESH]),
        Section("議題と会議", [SOURCES, OPEN, SITTINGS, AHEAD, MEDIAN, PLANNED]),
        Section("見直し・報告・約束", [WAITING, EMERGENCIES, TASKS, DATES]),
    ],
)
