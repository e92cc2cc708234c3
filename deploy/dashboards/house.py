"""基盤: whether the house itself stands, for whoever keeps the machine."""

from deploy.dashboards.boards import Board, Section
from deploy.dashboards.panels import ORANGE, RED, Asked, lines, words
from deploy.dashboards.queries import age, done, or_none, quantile, rows, share, within

CHOSEN = '{service=~"$service"}'
NAMES = {"intake": "相談", "meetings": "会議", "programs": "プログラム", "notify": "お知らせ"}
DOORS = "yui_http_request_duration_seconds"
BROKEN = f"yui_http_errors_total{CHOSEN}"  # health doors left out: their 503 is nobody's failed request
ANY_BROKEN = "yui_http_errors_total"
REQUESTED = done(f"{DOORS}_count{CHOSEN}", "service")
PARTS = 'max by (job) (up{job=~"intake|meetings|programs|notify"})'
UP = words(
    "動いている部分",
    "相談・会議・プログラム・お知らせの4つと入口が動いているか。"
    "止まると、その画面が開きません（入力済みの内容は残ります）。"
    "手引き: docs/runbooks.md#service-down",
    f'(4 - (count({PARTS} == 1) or vector(0))) + (count(max by (job) (up{{job="portal"}}) == 0) or vector(0))',
    good="すべて動いている",
    bad="止まっている部分があります",
)
ERRORS = words(
    "画面のエラー（10分）",
    "入力している職員の画面に「うまくいきませんでした」が3回を超えて出たか。手引き: docs/runbooks.md#errors",
    or_none(f"{within(ANY_BROKEN, '10m')} > bool 3"),
    good="エラーは続いていない",
    bad="エラーが続いています",
)
FLOWING = words(
    "知らせの流れ",
    "決まったことが、2分たってもほかの部分へ出ていないか。手元に残っていて、失われません。"
    "手引き: docs/runbooks.md#outbox",
    f"{rows('yui_outbox_oldest_age_seconds')} > bool 120",
    good="流れている",
    bad="知らせが止まっています",
)
BEHIND = words(
    "処理の遅れ",
    "届いた知らせが10分続けて残っている部分があるか。議題や予定が遅れて現れます。手引き: docs/runbooks.md#lag",
    "max(min_over_time(yui_consumer_lag_messages[10m])) > bool 0",
    good="追いついている",
    bad="処理が追いつきません",
)
DEAD = words(
    "処理できなかった知らせ",
    "どうしても処理できず、人を待っている知らせ。ページで「もう一度」を押すまで止まっています。"
    "手引き: docs/runbooks.md#dead-letters",
    "sum(max by (service) (yui_dead_letters_rows))",
    good="人の手は要らない",
    bad="人の手を待つものがあります",
    colour=ORANGE,
)
TIMERS = words(
    "定時の仕事",
    "見直し・期限・翌週の予定を作る仕事が、2時間以上うまくいっていないか。手引き: docs/runbooks.md#timers",
    f"{age('yui_timer_last_success_timestamp_seconds', 'service', 'timer')} > bool 7500",
    good="時間どおり",
    bad="止まっている仕事があります",
    colour=ORANGE,
)
REQUESTS = lines(
    "開かれた画面と受付",
    "1秒あたりの回数。役場の時間に0なら、入口に届いていません。",
    "suffix: 回/秒",
    [Asked(REQUESTED, "{{service}}")],
    names=NAMES,
)
FAILED = lines(
    "エラーの割合",
    "うまくいかなかった画面と受付の割合。点線は5%です。",
    "percentunit",
    [
        Asked(
            share(f"{done(BROKEN, 'service')} or 0 * {REQUESTED}", REQUESTED),
            "{{service}}",
        )
    ],
    names=NAMES,
    limits=[(0.05, RED)],
)
SLOW = lines(
    "画面が開くまで（95%）",
    "100回のうち95回はこの時間までに開いています。点線の1秒を超えると、待たされていると感じます。",
    "s",
    [Asked(quantile(0.95, f"{DOORS}_bucket{CHOSEN}", "service"), "{{service}}")],
    names=NAMES,
    limits=[(1, ORANGE)],
)
LAG = lines(
    "処理を待つ知らせ",
    "受け手ごとの残り。すぐ0に戻るのがふつうです。",
    "suffix: 件",
    [Asked(rows(f"yui_consumer_lag_messages{CHOSEN}", "service"), "{{service}}")],
    names=NAMES,
    decimals=0,
)
AGAIN = lines(
    "やり直し",
    "もう一度届いた知らせと、処理に失敗したもの（1分あたり）。続くと、遅れて止まる前ぶれです。",
    "suffix: 回/分",
    [
        Asked(or_none(f"60 * {done('yui_redeliveries_total' + CHOSEN)}"), "もう一度届いた"),
        Asked(or_none(f"60 * {done('yui_handler_failures_total' + CHOSEN)}"), "処理に失敗した"),
    ],
)
OUTBOX = lines(
    "出る前の知らせ",
    "まだほかの部分へ出ていない知らせ。NATS が止まると増え、戻ると減ります。",
    "suffix: 件",
    [Asked(rows(f"yui_outbox_rows{CHOSEN}", "service"), "{{service}}")],
    names=NAMES,
    decimals=0,
)
CARRIED = "yui_relay_batch_facts"
BATCH = lines(
    "一度に運ぶ知らせ",
    "一回に運んだ件数の平均。忙しいほど大きくなります。大きいことは悪いことではありません。",
    "suffix: 件",
    [
        Asked(
            share(done(f"{CARRIED}_sum{CHOSEN}", "service"), done(f"{CARRIED}_count{CHOSEN}", "service")),
            "{{service}}",
        )
    ],
    names=NAMES,
)
LOOP = lines(
    "反応の遅れ",
    "一つの仕事がほかの全部を待たせた時間。1秒を超え続けると、どの画面も重くなります。手引き: docs/runbooks.md#slow",
    "s",
    [Asked(rows(f"yui_event_loop_delay_seconds{CHOSEN}", "service"), "{{service}}")],
    names=NAMES,
    limits=[(1, ORANGE)],
)
IN_USE = 'yui_database_pool_connections{service=~"$service",state="in_use"}'
SEATS = f"yui_database_pool_limit_connections{CHOSEN}"
POOL = lines(
    "データベースの席",
    "使っている接続が上限に近いと、画面が順番待ちになります。いちばん混んでいる部分の割合です。",
    "percentunit",
    [
        Asked(
            f"max by (service) (sum by (service, instance) ({IN_USE}) / sum by (service, instance) ({SEATS}))",
            "{{service}}",
        )
    ],
    names=NAMES,
    limits=[(0.8, ORANGE)],
    most=1,
)
BUS = lines(
    "NATS のディスク",
    "知らせの置き場がどれだけ埋まったか。点線の8割で片づけます。手引き: docs/runbooks.md#nats-disk",
    "percentunit",
    [Asked("max(jetstream_server_total_message_bytes) / max(jetstream_server_max_storage)", "使っている割合")],
    limits=[(0.8, RED)],
    most=1,
)
DISK = words(
    "機械のディスク",
    "いちばん少ないディスクの空きが1割を切ったか。いっぱいになると入力できません。手引き: docs/runbooks.md#disk",
    "min(yui_disk_available_bytes / yui_disk_size_bytes) < bool 0.1",
    good="空きがある",
    bad="空きが1割を切りました",
)
CERTIFICATE = words(
    "証明書",
    "町のアドレスの証明書が10日以内に切れるか。切れると、全員のブラウザーが開くのを止めます。"
    "https でない町では数えません。手引き: docs/runbooks.md#certificate",
    or_none("min(yui_certificate_expiry_timestamp_seconds) - time() < bool 864000"),
    good="切れそうなものはない",
    bad="10日以内に切れます",
)
BACKUP = words(
    "バックアップ",
    "最後に取れてから2日たったか、一度も取れていないか。ディスクが壊れたとき、それより後の記録は戻りません。"
    "手引き: docs/runbooks.md#backup",
    f"time() - {rows('yui_backup_last_success_timestamp_seconds')} > bool 172800",
    good="取れている",
    bad="2日、取れていません",
    colour=ORANGE,
)
PROCESSES = {**NAMES, "portal": "入口", "topology": "準備", "town": "町ぜんぶ（一つのプロセス）"}
MEMORY = lines(
    "メモリ",
    "部分ごとの使用量（二つ動いていれば合わせて）。増え続けて戻らなければ、再起動の前に知らせてください。",
    "bytes",
    [Asked('sum by (service) (process_resident_memory_bytes{job="process"})', "{{service}}")],
    names=PROCESSES,
)
CPU = lines(
    "CPU",
    "部分ごとの使用量（二つ動いていれば合わせて）。1.0 で一つの CPU を使い切っています。",
    "suffix: 個分",
    [Asked('sum by (service) (rate(process_cpu_seconds_total{job="process"}[$__rate_interval]))', "{{service}}")],
    names=PROCESSES,
    decimals=2,
)
HOUSE = Board(
    "yui-house",
    "基盤",
    "機械とプログラムのいま。画面が重い、止まったと言われた時に、管理する人が見ます。",
    "now-6h",
    [
        Section(
            "だれかの画面が止まっていないか", [UP, ERRORS, FLOWING, BEHIND, DEAD, TIMERS, DISK, BACKUP, CERTIFICATE]
        ),
        Section("入口", [REQUESTS, FAILED, SLOW]),
        Section("知らせの通り道", [LAG, AGAIN, OUTBOX, BATCH, BUS, LOOP]),
        Section("機械", [POOL, MEMORY, CPU]),
    ],
    by_service=True,
)
