"""The one rule by which people are counted in figures."""

FIVE = 5


def in_fives(count: int) -> int:
    """A count of people, households, cases, … as a figure may show it: 0 stays 0, 1 to 5 is 5, 6 to 10 is 10.

    In a small town a step from 6 to 7 cases is a person: whoever sees the dashboard and knows who came that day knows
    whose it is. Rounded up, so that something can be told from nothing; a single step shows only once in five.
    """
    if count < 0:
        raise ValueError("nobody counts fewer than none")
    return -(-count // FIVE) * FIVE
