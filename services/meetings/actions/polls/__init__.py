"""日程調整: ask on which dates people could come, and set a sitting on one of them."""
