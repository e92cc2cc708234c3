"""Programs: weekly activities, their dated sessions, what residents read about them."""
