"""The words by which lists of people say a role and a yes or no, in several languages."""

from collections.abc import Mapping

from consensus.domain.roles import Role


def _each(value: Role | bool, words: str) -> dict[str, Role | bool]:
    return dict.fromkeys(words.split(","), value)


ROLES: Mapping[str, Role | bool] = {
    **_each(
        Role.PANELIST,
        "panelist,panellist,member,panel member,expert,participant,panelmitglied,mitglied,experte,expertin,paneliste,"
        "membre,experte,panelista,miembro,membro,esperto,esperta,lid",
    ),
    **_each(
        Role.CHAIR,
        "chair,chairperson,chairman,chairwoman,vorsitz,vorsitzende,vorsitzender,president,presidente,presidenta,"
        "presidence,voorzitter",
    ),
    **_each(
        Role.OBSERVER,
        "observer,beobachter,beobachterin,observateur,observatrice,observador,observadora,osservatore,osservatrice,"
        "waarnemer,guest,gast",
    ),
    **_each(
        Role.FACILITATOR,
        "facilitator,moderator,moderatorin,facilitateur,facilitatrice,facilitador,facilitadora,facilitatore,"
        "moderateur,moderatrice",
    ),
}
YES_OR_NO: Mapping[str, Role | bool] = {
    **_each(True, "yes,y,true,1,x,ja,j,oui,o,si,s,sim,votes,with vote,stimmberechtigt,vrai,wahr"),
    **_each(False, "no,n,false,0,nein,non,nao,nee,without vote,non-voting,nicht stimmberechtigt,faux,falsch"),
}
