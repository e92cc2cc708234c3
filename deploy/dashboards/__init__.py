"""Grafana's dashboards as code: `python -m deploy.dashboards` writes deploy/grafana/dashboards/*.json.

Needs grafana-foundation-sdk, which is among the tests' packages: the product itself never imports this.
"""
