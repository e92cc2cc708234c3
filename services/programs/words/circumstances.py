"""What is asked of somebody, what programs answer, and who answers for an exception, in words."""

from services.programs.rules.matching import AcceptanceReason, Approver, Circumstance, Verdict
from shared.ui.words import Words

IS_SO: dict[Circumstance, Words] = {
    Circumstance.NEET: ("仕事も学校もしていない（ニート）", "neither works nor studies"),
    Circumstance.HIKIKOMORI: ("ひきこもっている", "is withdrawn"),
    Circumstance.FORMER_HIKIKOMORI: ("ひきこもっていたことがある", "was withdrawn once"),
    Circumstance.WORK_READINESS_SUPPORT: ("就労準備支援を使っている", "uses work-readiness support"),
    Circumstance.LIVES_ALONE: ("一人で暮らしている", "lives alone"),
    Circumstance.CARE_CERTIFICATION: ("要介護認定を受けている", "is certified for long-term care"),
    Circumstance.CHILDREN: ("子どもがいる", "has children"),
    Circumstance.CHILDREN_OUTSIDE_PREFECTURE: ("子どもが県外にいる", "has children outside the prefecture"),
    Circumstance.CRAM_SCHOOL: ("塾に通っている", "goes to a cram school"),
    Circumstance.AWAY_FROM_SCHOOL: ("学校に行きづらい", "finds it hard to go to school"),
    Circumstance.DISABILITY: ("障害がある", "has a disability"),
    Circumstance.CARES_FOR_FAMILY: ("家族の介護をしている", "cares for family"),
    Circumstance.RAISES_CHILDREN: ("子育てをしている", "is raising children"),
    Circumstance.LOOKS_FOR_WORK: ("仕事をさがしている", "is looking for work"),
}
IS_NOT_SO: dict[Circumstance, Words] = {
    Circumstance.NEET: ("仕事か学校に通っている", "works or studies"),
    Circumstance.HIKIKOMORI: ("ひきこもっていない", "is not withdrawn"),
    Circumstance.FORMER_HIKIKOMORI: ("ひきこもったことがない", "was never withdrawn"),
    Circumstance.WORK_READINESS_SUPPORT: ("就労準備支援を使っていない", "does not use work-readiness support"),
    Circumstance.LIVES_ALONE: ("だれかと暮らしている", "lives with others"),
    Circumstance.CARE_CERTIFICATION: ("要介護認定を受けていない", "is not certified for long-term care"),
    Circumstance.CHILDREN: ("子どもがいない", "has no children"),
    Circumstance.CHILDREN_OUTSIDE_PREFECTURE: ("子どもが県外にいない", "has no children outside the prefecture"),
    Circumstance.CRAM_SCHOOL: ("塾に通っていない", "does not go to a cram school"),
    Circumstance.AWAY_FROM_SCHOOL: ("学校に通えている", "goes to school"),
    Circumstance.DISABILITY: ("障害がない", "has no disability"),
    Circumstance.CARES_FOR_FAMILY: ("家族の介護をしていない", "does not care for family"),
    Circumstance.RAISES_CHILDREN: ("子育てをしていない", "is not raising children"),
    Circumstance.LOOKS_FOR_WORK: ("仕事をさがしていない", "is not looking for work"),
}
VERDICTS: dict[Verdict, Words] = {
    Verdict.YES: ("合います", "Fits"),
    Verdict.ASK: ("確かめてください", "Please ask"),
    Verdict.NO: ("合いません", "Does not fit"),
}
BADGES = {Verdict.YES: "done", Verdict.ASK: "needs", Verdict.NO: "off"}
SHAPES = {Verdict.YES: "●", Verdict.ASK: "▲", Verdict.NO: "×"}
ACCEPTANCE_REASONS: dict[AcceptanceReason, Words] = {
    AcceptanceReason.AGE_NEAR: ("年齢が少し外れるだけ", "Only a little outside the ages"),
    AcceptanceReason.CONDITION_UNMET: ("条件は外れるが、必要がある", "Outside the conditions, but needs it"),
    AcceptanceReason.NOTHING_ELSE: ("ほかに行く所がない", "Has nowhere else to go"),
    AcceptanceReason.TRIAL: ("まずは試しに", "To try it first"),
}
APPROVERS: dict[Approver, Words] = {
    Approver.COORDINATOR: ("生活支援コーディネーター", "Coordinator"),
    Approver.PROMOTER: ("包括化推進員", "Promoter"),
    Approver.PROGRAM_LEAD: ("プログラムの責任者", "Lead of the program"),
    Approver.SECTION_CHIEF: ("担当課の課長", "Head of the section"),
}
