"""The codes matching decides by."""

from enum import StrEnum


class Verdict(StrEnum):
    """Whether a program is for somebody. ASK: nobody can say without asking the organiser or the person."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


class Why(StrEnum):
    """What a verdict on one condition rests on."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"
    WITHIN = "within"
    OUTSIDE = "outside"
    NEAR = "near"  # a few years outside of ages that are guides (概ね)
    EITHER = "either"  # within on one possible day of birth, outside on another


class Circumstance(StrEnum):
    """What may be known of somebody without knowing who they are; a condition asks for it or for its absence."""

    NEET = "neet"
    HIKIKOMORI = "hikikomori"
    FORMER_HIKIKOMORI = "former-hikikomori"
    WORK_READINESS_SUPPORT = "work-readiness-support"
    LIVES_ALONE = "lives-alone"
    CARE_CERTIFICATION = "care-certification"
    CHILDREN = "children"
    CHILDREN_OUTSIDE_PREFECTURE = "children-outside-prefecture"
    CRAM_SCHOOL = "cram-school"
    AWAY_FROM_SCHOOL = "away-from-school"
    DISABILITY = "disability"
    CARES_FOR_FAMILY = "cares-for-family"
    RAISES_CHILDREN = "raises-children"
    LOOKS_FOR_WORK = "looks-for-work"


class AcceptanceReason(StrEnum):
    """Why somebody whom the conditions do not cover comes all the same (狭間の受け入れ)."""

    AGE_NEAR = "age_near"
    CONDITION_UNMET = "condition_unmet"
    NOTHING_ELSE = "nothing_else"
    TRIAL = "trial"


class Approver(StrEnum):
    """The post that answers for a 狭間の受け入れ; never a person's name."""

    COORDINATOR = "coordinator"
    PROMOTER = "promoter"
    PROGRAM_LEAD = "program_lead"
    SECTION_CHIEF = "section_chief"
