"""Series that make each alert fire, and neighbours that must not: what `promtool test rules` is given.

Values are in Prometheus' own notation: `0x10` is nought eleven times, `1+2x5` is 1, 3, 5 … 11; one a minute, or one a
quarter of an hour where days pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """With these series, `alert` fires at the moment `at` with `labels` (beside its severity), or is `quiet`."""

    alert: str
    series: Mapping[str, str]
    at: str
    labels: str = ""
    quiet: bool = False

    @property
    def step(self) -> str:
        """How far its values lie apart."""
        return "15m" if self.at.endswith("h") else "1m"


def fires(alert: str, series: Mapping[str, str], at: str, labels: str = "") -> Case:
    return Case(alert, series, at, labels)


def quiet(alert: str, series: Mapping[str, str], at: str) -> Case:
    return Case(alert, series, at, quiet=True)


JOBS = ("portal", "intake", "meetings", "programs", "topology", "notify")
ERRORS = 'yui_http_errors_total{service="intake"}'
DOORS = 'yui_http_request_duration_seconds_count{{service="intake",route="/{}",status="2xx"}}'
LAG = 'yui_consumer_lag_messages{service="notify",consumer="notify-refer"}'
AGAIN = 'yui_redeliveries_total{service="notify",consumer="notify-refer"}'
TIMER = 'yui_timer_last_success_timestamp_seconds{service="meetings",timer="meetings-plan-ahead"}'
REFER = 'consumer="notify-refer", service="notify"'
HELD, ROOM = "jetstream_server_total_message_bytes", "jetstream_server_max_storage"
INTAKES = 'jetstream_stream_total_bytes{stream_name="INTAKE"}'
FREE, SIZE = 'yui_disk_available_bytes{service="notify"}', 'yui_disk_size_bytes{service="notify"}'
ELSEWHERE_FREE, ELSEWHERE = 'yui_disk_available_bytes{service="portal"}', 'yui_disk_size_bytes{service="portal"}'
ON_BUS = 'yui_bus_joined{{service="notify",instance="{}"}}'
BACKUP = "yui_backup_last_success_timestamp_seconds"
CERTIFICATE = 'yui_certificate_expiry_timestamp_seconds{host="yui.town.example"}'
DAY = 24 * 4  # quarters of an hour

HOUSE = (
    fires("YuiServiceDown", {'up{job="intake"}': "1 0x9"}, "5m", 'service="intake"'),
    quiet("YuiServiceDown", {'up{job="intake",instance="a"}': "0x9", 'up{job="intake",instance="b"}': "1x9"}, "5m"),
    fires("YuiServiceMissing", {f'up{{job="{job}"}}': "1x9" for job in JOBS[:-1]}, "8m", 'job="notify"'),
    quiet("YuiServiceMissing", {f'up{{job="{job}"}}': "0x9" for job in JOBS}, "8m"),
    fires("YuiErrorsAtDoors", {ERRORS: "0+1x30", DOORS.format("intake"): "0+9x30"}, "25m", 'service="intake"'),
    fires("YuiErrorsAtDoors", {ERRORS: "0x5 12x20", DOORS.format("intake"): "0+2x30"}, "13m", 'service="intake"'),
    quiet("YuiErrorsAtDoors", {ERRORS: "0x20 1x10", DOORS.format("intake"): "0+9x30"}, "25m"),
    quiet("YuiErrorsAtDoors", {ERRORS: "0", DOORS.format("intake/health/ready"): "0+6x30"}, "25m"),
    fires(
        "YuiOutboxStuck", {'yui_outbox_oldest_age_seconds{service="meetings"}': "0+60x9"}, "7m", 'service="meetings"'
    ),
    quiet("YuiOutboxStuck", {'yui_outbox_oldest_age_seconds{service="meetings"}': "0 90x9"}, "7m"),
    fires("YuiConsumerLag", {LAG: "3x40"}, "30m", REFER),
    quiet("YuiConsumerLag", {LAG: "9x4 0 9x5 0 9x5 0 9x5"}, "22m"),
    fires(
        "YuiDeadLetters",
        {
            'yui_dead_letters_rows{service="notify",instance="a"}': "0 1x5",
            'yui_dead_letters_rows{service="notify",instance="b"}': "0 1x5",
        },
        "2m",
        'service="notify"',
    ),
    quiet("YuiDeadLetters", {'yui_dead_letters_rows{service="notify"}': "0x5"}, "2m"),
    fires("YuiRedeliveries", {AGAIN: "0+5x60"}, "50m", REFER),
    quiet("YuiRedeliveries", {AGAIN: "0 20x60"}, "50m"),
    fires("YuiBusStorageFilling", {HELD: "85x20", ROOM: "100x20"}, "15m"),
    quiet("YuiBusStorageFilling", {HELD: "70x20", ROOM: "100x20"}, "15m"),
    fires("YuiStreamFilling", {INTAKES: "2700000000x20"}, "15m", 'stream_name="INTAKE"'),
    quiet("YuiStreamFilling", {INTAKES: "2500000000x20"}, "15m"),
    fires("YuiBusDown", {ROOM: "100x3 stale"}, "10m"),
    quiet("YuiBusDown", {ROOM: "100x20"}, "10m"),
    fires("YuiTopologyMissing", {'yui_topology_missing{service="notify"}': "3x9"}, "5m", 'service="notify"'),
    quiet("YuiTopologyMissing", {'yui_topology_missing{service="notify"}': "0 3 3 0 3 0x9"}, "5m"),
    fires("YuiOffTheBus", {ON_BUS.format("a"): "1x20", ON_BUS.format("b"): "1 0x20"}, "9m", 'service="notify"'),
    quiet("YuiOffTheBus", {ON_BUS.format("a"): "1 0 0 0 0 1x20"}, "9m"),
    fires("YuiEventLoopSlow", {'yui_event_loop_delay_seconds{service="programs"}': "2x9"}, "5m", 'service="programs"'),
    quiet("YuiEventLoopSlow", {'yui_event_loop_delay_seconds{service="programs"}': "0 2 0 2 0 2 0"}, "5m"),
    fires(
        "YuiTimerStopped",
        {TIMER: "60x200"},
        "150m",
        'service="meetings", timer="meetings-plan-ahead"',
    ),
    quiet(
        "YuiTimerStopped",
        {TIMER: "0x59 3600x59 7200x59"},
        "150m",
    ),
    fires(
        "YuiFiguresOld",
        {'yui_work_figures_taken_timestamp_seconds{service="intake"}': "60x40"},
        "30m",
        'service="intake"',
    ),
    quiet("YuiFiguresOld", {'yui_work_figures_taken_timestamp_seconds{service="intake"}': "0+60x40"}, "30m"),
    fires(
        "YuiLinksExpiring",
        {'yui_links_expiring{service="meetings",kind="calendar",within="7d"}': "2x90"},
        "80m",
        'kind="calendar", service="meetings"',
    ),
    quiet("YuiLinksExpiring", {'yui_links_expiring{service="meetings",kind="calendar",within="7d"}': "0x90"}, "80m"),
    fires(
        "YuiRevokedSecretsAsked",
        {'yui_feed_revoked_hits_total{service="meetings"}': "0+5x120"},
        "100m",
        'service="meetings"',
    ),
    quiet("YuiRevokedSecretsAsked", {'yui_feed_revoked_hits_total{service="meetings"}': "0+1x120"}, "100m"),
    fires("YuiDiskFilling", {FREE: "50x5 9x20", SIZE: "100x30", ELSEWHERE_FREE: "90x30", ELSEWHERE: "100x30"}, "20m"),
    quiet("YuiDiskFilling", {FREE: "11x30", SIZE: "100x30"}, "20m"),
    fires("YuiBackupMissing", {f'{BACKUP}{{job="process",instance="notify"}}': f"3600x{3 * DAY}"}, "52h"),
    fires("YuiBackupMissing", {BACKUP: f"0x{3 * DAY}"}, "50h"),
    quiet(
        "YuiBackupMissing",
        {
            f'{BACKUP}{{instance="notify"}}': f"0x{DAY} 86400x{2 * DAY}",
            f'{BACKUP}{{instance="portal"}}': f"0x{3 * DAY}",
        },
        "70h",
    ),
    quiet("YuiBackupMissing", {BACKUP: f"172800x{2 * DAY} 0x12 172800x{DAY}"}, "51h"),
    fires("YuiCertificateEnding", {CERTIFICATE: f"1000000x{3 * DAY}"}, "40h", 'host="yui.town.example"'),
    quiet("YuiCertificateEnding", {CERTIFICATE: f"1000000x{DAY // 2} 8000000x{2 * DAY}"}, "40h"),
    fires("YuiWatchdog", {}, "1m"),
)
POSTED = 'yui_sessions_this_week{{municipality="39204",status="{}"}}'
WORK = (
    fires("YuiCaseWithoutNextDate", {"yui_cases_without_next_date": "5x20"}, "15m"),
    quiet("YuiCaseWithoutNextDate", {"yui_cases_without_next_date": "0x20"}, "15m"),
    fires("YuiCasePastNextDate", {"yui_cases_past_next_date": f"5x{2 * DAY}"}, "30h"),
    quiet("YuiCasePastNextDate", {"yui_cases_past_next_date": f"5x{DAY // 2} 0x{DAY}"}, "30h"),
    fires("YuiCaseLongPastNextDate", {"yui_case_oldest_past_next_date_age_seconds": "691200x90"}, "80m"),
    quiet("YuiCaseLongPastNextDate", {"yui_case_oldest_past_next_date_age_seconds": "604800x90"}, "80m"),
    fires("YuiReviewOverdue", {"yui_review_oldest_overdue_age_seconds": f"0+900x{2 * DAY}"}, "27h"),
    quiet("YuiReviewOverdue", {"yui_review_oldest_overdue_age_seconds": f"0+900x{DAY - 4} 0x{DAY}"}, "27h"),
    fires("YuiEmergencyReportOverdue", {'yui_emergency_reports{state="overdue"}': "5x90"}, "80m"),
    quiet("YuiEmergencyReportOverdue", {'yui_emergency_reports{state="waiting"}': "5x90"}, "80m"),
    fires("YuiReferralUnanswered", {"yui_referral_oldest_unanswered_age_seconds": "1300000x90"}, "80m"),
    quiet("YuiReferralUnanswered", {"yui_referral_oldest_unanswered_age_seconds": "1200000x90"}, "80m"),
    fires(
        "YuiSittingNotClosed",
        {'yui_sittings_planned{kind="core",state="unclosed"}': f"1x{2 * DAY}"},
        "30h",
        'kind="core"',
    ),
    quiet("YuiSittingNotClosed", {'yui_sittings_planned{kind="core",state="ahead"}': f"1x{2 * DAY}"}, "30h"),
    fires(
        "YuiNoSessionPosted",
        {POSTED.format("posted"): f"0x{2 * DAY}", POSTED.format("unposted"): f"9x{2 * DAY}"},
        "30h",
        'municipality="39204"',
    ),
    quiet(
        "YuiNoSessionPosted",
        {POSTED.format("posted"): f"1x{2 * DAY}", POSTED.format("unposted"): f"9x{2 * DAY}"},
        "30h",
    ),
    fires("YuiMessagesWait", {"yui_message_oldest_due_age_seconds": "0+60x30"}, "20m"),
    fires("YuiMessagesWait", {'yui_messages_waiting{state="retrying"}': "1x40"}, "30m"),
    quiet("YuiMessagesWait", {"yui_message_oldest_due_age_seconds": "0+60x9 0x20"}, "20m"),
    quiet("YuiMessagesWait", {'yui_messages_waiting{state="retrying"}': "0 0 1 1 1 0x30"}, "14m"),
    fires("YuiMessagesRefused", {'yui_messages_total{channel="mail",outcome="failed"}': "2x60 3x60"}, "90m"),
    quiet("YuiMessagesRefused", {'yui_messages_total{channel="mail",outcome="failed"}': "2x120"}, "90m"),
)
ANSWERS = 'yui_feed_answers_total{{service="meetings",status="{}"}}'
FACTS, FACTS_IN_TIME = "yui_fact_delay_seconds_count", 'yui_fact_delay_seconds_bucket{le="60.0"}'
SENT, SENT_IN_TIME = "yui_message_delay_seconds_count", 'yui_message_delay_seconds_bucket{le="60.0"}'


def burning(name: str, promise: str, good: str, bad_each: int, all_of: str | None = None) -> tuple[Case, ...]:
    """All three speeds of one promise: an hour of failures, seven hours of fewer, four days of a few."""
    speeds = (("Fast", 120, 30, "90m"), ("Steady", 500, 10, "480m"), ("Slow", 4 * DAY, 2, "80h"))
    cases = []
    for speed, steps, share, at in speeds:
        bad = bad_each * share
        total = {good: f"0+{100 - bad}x{steps}"}
        if all_of is None:
            total |= {ANSWERS.format("500"): f"0+{bad}x{steps}"}
        else:
            total |= {all_of: f"0+100x{steps}"}
        cases.append(fires(f"Yui{name}{speed}Burn", total, at, f'promise="{promise}"'))
        fine = {good: f"0+100x{steps}"} | ({all_of: f"0+100x{steps}"} if all_of else {})
        cases.append(quiet(f"Yui{name}{speed}Burn", fine | ({} if all_of else {ANSWERS.format("500"): "0"}), at))
    return tuple(cases)


PROMISES = (
    *burning("Feeds", "feeds", ANSWERS.format("200"), 1),
    *burning("Changes", "changes", FACTS_IN_TIME, 1, FACTS),
    *burning("Reminders", "reminders", SENT_IN_TIME, 1, SENT),
    # One mail that a grey list held up, among seven: no page at night.
    quiet("YuiRemindersSteadyBurn", {SENT: "0 1 2 3 4 5 6 7x200", SENT_IN_TIME: "0 1 2 3 3 4 5 6x200"}, "90m"),
    # Three requests of a night, one of them failed: no alert about a budget.
    quiet("YuiFeedsFastBurn", {ANSWERS.format("200"): "0 1 2 2x90", ANSWERS.format("500"): "0 0 1 1x90"}, "60m"),
)
CASES = (*HOUSE, *WORK, *PROMISES)
