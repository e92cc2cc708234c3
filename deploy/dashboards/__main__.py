"""`python -m deploy.dashboards`: write every dashboard's JSON anew."""

from deploy.dashboards.written import written

if __name__ == "__main__":
    for path, content in written():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
