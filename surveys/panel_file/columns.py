"""What the columns of a list of people hold, recognised by their names in several languages."""

import re
from collections.abc import Mapping
from enum import StrEnum

from consensus.domain.people import searchable
from surveys.panel_file.cells import as_typed
from surveys.panel_file.words import ROLES, YES_OR_NO
from surveys.tabular.sheet import Sheet


class Holds(StrEnum):
    """What a column holds; a field is a further fact, under the name of its column."""

    NAME = "name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    EMAIL = "e-mail address"
    ROLE = "role"
    VOTES = "vote"
    GROUP = "stakeholder group"
    INSTITUTION = "institution"
    COUNTRY = "country"
    DISCIPLINE = "discipline"
    ID = "member id"
    FIELD = "further field"
    NOTHING = "left out"


FIELD_PREFIX = "field: "

_NAMES: Mapping[Holds, str] = {
    Holds.NAME: "name,full name,fullname,member,panelist,panellist,participant,expert,person,vollstandiger name,"
    "nom complet,nombre completo,nome completo,nome e cognome,naam,nom,nombre,nome",
    Holds.FIRST_NAME: "first name,firstname,given name,given names,forename,vorname,vornamen,prenom,prenoms,"
    "voornaam,nombres,primer nombre",
    Holds.LAST_NAME: "last name,lastname,surname,family name,nachname,familienname,zuname,nom de famille,apellido,"
    "apellidos,cognome,sobrenome,achternaam",
    Holds.EMAIL: "email,e mail,mail,email address,e mail address,mail address,e mail adresse,email adresse,mailadresse,"
    "emailadresse,courriel,adresse electronique,adresse e mail,adresse mail,adresse email,correo,correo electronico,"
    "correo e,indirizzo email,indirizzo e mail,posta elettronica,endereco de email,e mailadres,emailadres",
    Holds.ROLE: "role,rolle,rol,ruolo,papel,role in the process,role in the panel,rolle im panel",
    Holds.VOTES: "votes,vote,voting,may vote,entitled to vote,voting right,voting rights,stimmrecht,stimmberechtigt,"
    "droit de vote,voto,derecho a voto,derecho de voto,diritto di voto,direito a voto,stemrecht",
    Holds.GROUP: "stakeholder group,stakeholdergroup,stakeholder,group,panel group,gruppe,interessengruppe,"
    "anspruchsgruppe,groupe,groupe d interet,grupo,grupo de interes,gruppo,groep",
    Holds.INSTITUTION: "institution,organisation,organization,affiliation,hospital,employer,company,clinic,university,"
    "einrichtung,klinik,krankenhaus,etablissement,hopital,institucion,organizacion,istituzione,ente,ospedale,"
    "instituicao,instelling,ziekenhuis,organisatie",
    Holds.COUNTRY: "country,nation,land,staat,pays,pais,paese",
    Holds.DISCIPLINE: "discipline,specialty,speciality,specialisation,specialization,profession,fachgebiet,"
    "fachrichtung,fach,beruf,disziplin,specialite,metier,disciplina,especialidad,profesion,specialita,professione,"
    "especialidade,specialisme",
    Holds.ID: "id,member id",
    Holds.NOTHING: "invitation,responded,attended",
}
_BY_NAME = {name: holds for holds, names in _NAMES.items() for name in names.split(",")}
# A list may call something else so, as "role: surgeon"; it is believed where its cells can be read.
_BELIEVED_BY_CELLS = {Holds.ROLE: ROLES, Holds.VOTES: YES_OR_NO}


def recognise(name: str) -> Holds:
    """What a column of this name holds; a further field where the name says nothing."""
    if name.casefold().startswith(FIELD_PREFIX.strip()):
        return Holds.FIELD
    return _BY_NAME.get(" ".join(re.split(r"[\W_]+", searchable(name))).strip(), Holds.FIELD)


def field_name(column: str) -> str:
    """The name of the further field in a column."""
    prefix = FIELD_PREFIX.strip()
    return column[len(prefix) :].strip() if column.casefold().startswith(prefix) else as_typed(column)


def column_name(field: str) -> str:
    """The reverse: the column of a further field, marked where its name would be taken for something else."""
    is_plain = recognise(field) is Holds.FIELD and not field.casefold().startswith(FIELD_PREFIX.strip())
    return field if is_plain else FIELD_PREFIX + field


def guess_columns(sheet: Sheet, chosen: Mapping[str, Holds] | None = None) -> dict[str, Holds]:
    """What each column holds, in their order: as `chosen`, else by its name; each fact is taken from one column."""
    chosen = chosen or {}
    columns = [str(name) for name in sheet.cells.columns]
    taken = {holds for name, holds in chosen.items() if name in columns and holds is not Holds.FIELD}
    found: dict[str, Holds] = {}
    for column in columns:
        holds = chosen[column] if column in chosen else _believed(sheet, column)
        if column not in chosen and holds in taken and holds is not Holds.NOTHING:
            holds = Holds.FIELD
        found[column] = holds
        if holds is not Holds.FIELD:
            taken.add(holds)
    return _with_half_names(found, chosen)


def _believed(sheet: Sheet, column: str) -> Holds:
    holds = recognise(column)
    words = _BELIEVED_BY_CELLS.get(holds)
    if words is None:
        return holds
    cells = [searchable(cell) for cell in sheet.cells[column] if cell.strip()]
    known = sum(cell in words for cell in cells)
    return holds if 2 * known >= len(cells) else Holds.FIELD


def _with_half_names(found: Mapping[str, Holds], chosen: Mapping[str, Holds]) -> dict[str, Holds]:
    """Beside first names "Name" is the last name ("Vorname, Name"), and the reverse ("Nome, Cognome")."""
    held = set(found.values())
    other = {Holds.FIRST_NAME: Holds.LAST_NAME, Holds.LAST_NAME: Holds.FIRST_NAME}
    halves = [half for half in other if half in held and other[half] not in held]
    if not halves:
        return dict(found)
    return {
        column: other[halves[0]] if holds is Holds.NAME and column not in chosen else holds
        for column, holds in found.items()
    }
