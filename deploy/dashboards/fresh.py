"""How old the figures of the work are: an answer every board gives, since old figures look like peace."""

from deploy.dashboards.panels import words
from deploy.dashboards.queries import age

FRESH_SECONDS = 900
FRESH = words(
    "この画面の数字",
    "数字は30秒ごとに数え直します。15分より古いと、ほかの答えも昔のことかもしれません。"
    "手引き: docs/runbooks.md#figures",
    f"{age('yui_work_figures_taken_timestamp_seconds')} > bool {FRESH_SECONDS}",
    good="数字は新しい",
    bad="数字が古い。信じないでください",
)
