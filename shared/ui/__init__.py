"""The shell of the pages: frame, components, one stylesheet, and the doors that serve them."""

from shared.ui.doors import ui_routes
from shared.ui.headers import SecurityHeaders
from shared.ui.render import Pages, Town
from shared.ui.ways import Way

__all__ = ["Pages", "SecurityHeaders", "Town", "Way", "ui_routes"]
