"""Intake: consultations, cases, consent, referrals. The only service that knows who the people are."""
