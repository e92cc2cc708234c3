"""Pages of a list, as the API of HSDS 3 words them (https://docs.openreferral.org, "API Reference")."""

from collections.abc import Sequence

from services.programs.actions.open_data.nodes import Node
from services.programs.errors import NoSuchPage

MOST_A_PAGE = 500


def page_of(items: Sequence[Node], page: int, per_page: int) -> Node:
    """Page `page` (from 1) of so many a page; an empty list has one empty page. NoSuchPage for one behind the last."""
    pages = -(-len(items) // per_page)
    if page > max(pages, 1):
        raise NoSuchPage(f"There are {pages} pages.", field="page")
    contents = items[(page - 1) * per_page : page * per_page]
    return {
        "total_items": len(items), "total_pages": pages, "page_number": page, "size": len(contents),
        "first_page": page == 1, "last_page": page >= pages, "empty": not contents, "contents": list(contents),
    }  # fmt: skip
