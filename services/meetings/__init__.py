"""Meetings: bodies, sittings, agendas that build themselves, decisions, plans, calendar feeds."""
