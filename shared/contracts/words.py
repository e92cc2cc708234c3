"""Codes that cross between services: the standard terms as closed lists, so that no free text needs to travel."""

from enum import StrEnum


class Field(StrEnum):
    """分野: the fields of welfare an agency covers and an issue falls into."""

    HEALTH = "health"
    ELDERLY = "elderly"
    DISABILITY = "disability"
    CHILDREN = "children"
    POVERTY = "poverty"
    RIGHTS = "rights"


class IssueCategory(StrEnum):
    """相談内容: the 16 categories of the standard consultation form (自立相談支援 相談受付・申込票)."""

    HEALTH = "health"
    HOUSING = "housing"
    INCOME = "income"
    RENT_LOAN = "rent_loan"
    TAX_UTILITY = "tax_utility"
    DEBT = "debt"
    JOB_SEARCH = "job_search"
    WORK_TROUBLE = "work_trouble"
    COMMUNITY = "community"
    FAMILY = "family"
    CHILDCARE = "childcare"
    LONG_TERM_CARE = "long_term_care"
    WITHDRAWAL = "withdrawal"
    VIOLENCE = "violence"
    FOOD = "food"
    OTHER = "other"


class LegalBasis(StrEnum):
    """The lane in which a line of an agenda may be shared (社会福祉法106条の6, or the 重層的支援会議 manual)."""

    SWA_106_6 = "swa-106-6"
    MANUAL = "manual"
    NONE = "none"


class Consent(StrEnum):
    """本人同意."""

    NONE = "none"
    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Urgency(StrEnum):
    """緊急度."""

    NORMAL = "normal"
    SOON = "soon"
    EMERGENCY = "emergency"


class ScreeningReason(StrEnum):
    """抽出理由: why a case is proposed to the core meeting."""

    TWO_FIELDS = "two_fields"
    BEYOND_US = "beyond_us"


class ItemKind(StrEnum):
    """Why a line stands on an agenda."""

    CANDIDATE = "candidate"
    NETWORK_CASE = "network_case"
    REVIEW = "review"
    WATCH_ENDED = "watch_ended"
    EMERGENCY_REPORT = "emergency_report"
    REFERRAL_UNANSWERED = "referral_unanswered"
    ACTION_ITEM = "action_item"
    WRITTEN_REPORT = "written_report"
    AREA_CONCERN = "area_concern"
    RESOURCE_GAP = "resource_gap"
    KIZUKI = "kizuki"
    TOPIC = "topic"


class Theme(StrEnum):
    """What a line without a case is about (地域課題・資源不足・気づき), so that no sentence needs to travel."""

    TRANSPORT = "transport"
    SHOPPING = "shopping"
    WATCHING_OVER = "watching_over"
    GATHERING = "gathering"
    ISOLATION = "isolation"
    HOUSING = "housing"
    WORK = "work"
    CHILDREN = "children"
    CARE = "care"
    MONEY = "money"
    DISASTER = "disaster"
    OTHER = "other"


class DecisionCode(StrEnum):
    """決定: how a line leaves an agenda. The last three are for lines without a case."""

    TAKE_UP = "take_up"
    WATCH_UNTIL = "watch_until"
    SINGLE_AGENCY = "single_agency"
    SEND_TO_NETWORK = "send_to_network"
    PLAN_DECIDED = "plan_decided"
    CONTINUE = "continue"
    CLOSE = "close"
    NOTED = "noted"
    RAISE = "raise"
    RESOURCE_GAP = "resource_gap"
    DONE = "done"
    DROPPED = "dropped"


class InviteeKind(StrEnum):
    """A seat of the town (promoter C), an agency, who runs programs, or somebody who registered for one."""

    POST = "post"
    AGENCY = "agency"
    ORGANISER = "organiser"
    PARTICIPANT = "participant"


class CallReason(StrEnum):
    """なぜ呼ばれたか."""

    REQUIRED = "required"
    HEALTH_ITEM = "health_item"
    ELDERLY_ITEM = "elderly_item"
    GENERAL_ITEM = "general_item"
    CASE_AGENCY = "case_agency"


class StopOutcome(StrEnum):
    """What became of a reply that asks to call today's session off."""

    STOPPED = "stopped"
    ALREADY_OFF = "already_off"
    OVER = "over"
    CHANGED = "changed"


class Capacity(StrEnum):
    """立場: the capacity in which a post attends (E: 包括 or 行政)."""

    CHAIR = "chair"
    PROMOTER = "promoter"
    HEALTH_NURSE = "health_nurse"
    COMMUNITY_SUPPORT_CENTRE = "community_support_centre"
    ADMINISTRATION = "administration"
    AGENCY = "agency"


class TaskKind(StrEnum):
    """支援内容: what an agency takes on in a support plan; a code, since plans name nobody."""

    VISIT = "visit"
    MEDICAL = "medical"
    CARE_SERVICE = "care_service"
    BENEFIT = "benefit"
    HOUSEHOLD_BUDGET = "household_budget"
    EMPLOYMENT = "employment"
    HOUSING = "housing"
    CLEARING = "clearing"
    GUARDIANSHIP = "guardianship"
    PARTICIPATION = "participation"
    WATCH_OVER = "watch_over"
