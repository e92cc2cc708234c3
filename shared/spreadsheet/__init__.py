"""Spreadsheets that strangers send, read where they can do no harm. Kept small: a child process imports it."""
