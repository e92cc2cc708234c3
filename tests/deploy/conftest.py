"""A stack is started once and told to stop last: its tests keep the order of their file."""

import pytest

IN_ORDER = ("test_stack.py", "test_image.py")


@pytest.hookimpl(trylast=True)  # after pytest-randomly has shuffled them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the places that a file's tests have among all others, they stand as they are written."""
    for name in IN_ORDER:
        places = [place for place, item in enumerate(items) if item.path.name == name]
        written = sorted((items[place] for place in places), key=lambda item: item.reportinfo()[1] or 0)
        for place, item in zip(places, written, strict=True):
            items[place] = item
