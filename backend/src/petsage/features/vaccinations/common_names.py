"""Vaccines by the names that stand on labels and in vets' records: "DHPP", "FVRCP", "FeLV"."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from .models import VaccinationVaccine

COMMON_NAMES = {
    **dict.fromkeys(("dhpp", "dapp", "da2pp", "dhppi", "dhp", "dap", "fvrcp", "rcp"), VaccinationVaccine.CORE),
    **dict.fromkeys(("felv", "feline leukaemia"), VaccinationVaccine.FELINE_LEUKEMIA),
    **dict.fromkeys(("parvo", "cpv", "cpv-2"), VaccinationVaccine.PARVOVIRUS),
    **dict.fromkeys(("cdv",), VaccinationVaccine.DISTEMPER),
    **dict.fromkeys(("cav", "cav-2", "hepatitis"), VaccinationVaccine.ADENOVIRUS),
    **dict.fromkeys(("fpv", "feline distemper"), VaccinationVaccine.PANLEUKOPENIA),
    **dict.fromkeys(("fhv", "fhv-1", "rhinotracheitis"), VaccinationVaccine.HERPESVIRUS),
    **dict.fromkeys(("fcv",), VaccinationVaccine.CALICIVIRUS),
    **dict.fromkeys(("kennel cough",), VaccinationVaccine.BORDETELLA),
    **dict.fromkeys(("lepto",), VaccinationVaccine.LEPTOSPIROSIS),
    **dict.fromkeys(("rhd", "rvhd"), VaccinationVaccine.RABBIT_HAEMORRHAGIC_DISEASE),
}
"""What is called so, in small letters. What protects from more than the core diseases, such as DHLPP, is not here."""


def _by_common_name(value: Any) -> Any:
    return COMMON_NAMES.get(value.strip().lower(), value) if isinstance(value, str) else value


NamedVaccine = Annotated[
    VaccinationVaccine,
    BeforeValidator(_by_common_name),
    Field(description="Common names are understood, too: DHPP, DAPP and FVRCP are core, FeLV is feline leukemia."),
]
"""A vaccine as it is sent: by its name here, or by a common one."""
