"""A sheet («feuille»): one person's answers to one version of one questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from pasapas_widgets.content.faults import fault_of
from pasapas_widgets.content.french import FrenchError
from pasapas_widgets.model.questionnaire.structure import Questionnaire, Scale

__all__ = ["Answer", "Sheet", "SheetError"]

Answer = int | str
"""A level of the scale (1, 2, …), ``"NSP"`` or ``"NC"``. An item left out was not answered."""


class SheetError(FrenchError):
    """A sheet that cannot be read; ``str(error)`` is one French sentence that names the field and can be printed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence.encode(errors="replace").decode())


class Sheet(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"profile": "profil", "variant": "variante", "answers": "reponses"},
):
    """One person's answers. Nothing in it says who or when.

    Parameters
    ----------
    questionnaire, version
        Which questionnaire was answered.
    profile
        A broad respondent profile, or ``None`` where the person gave none.
    variant
        Which wording was read, or ``None`` for the base text.
    answers
        Item identifier → level, ``"NSP"`` or ``"NC"``. Missing items were not answered: never imputed.
    """

    questionnaire: str
    version: str
    profile: str | None = None
    variant: str | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def checked(cls, plain: Mapping[str, Any] | bytes | str, questionnaire: Questionnaire) -> Sheet:
        """Read a sheet from its JSON (text or decoded) and check it against ``questionnaire``.

        Raises
        ------
        SheetError
            One French sentence naming the field: another questionnaire or version, an unknown item, an answer off the
            scale, an unknown profile or variant, a text that is no JSON.
        """
        try:
            if isinstance(plain, bytes | str):
                plain = msgspec.json.decode(plain)
            sheet = msgspec.convert(plain, cls)
        except msgspec.ValidationError as error:
            fault = fault_of(error)
            raise SheetError(f"champ « {fault.path or 'feuille'} » : {fault.reason}") from error
        except UnicodeEncodeError as error:  # half a character, as «\\ud800», is JSON and no text
            raise SheetError(
                "le texte tient un caractère qui n'existe pas : le fichier a pu être abîmé pendant la copie"
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SheetError(
                "le texte n'est pas du JSON complet : le fichier a pu être coupé pendant la copie"
            ) from error
        sheet.check(questionnaire)
        return sheet

    def check(self, questionnaire: Questionnaire) -> None:
        """Raise :class:`SheetError` where the sheet does not fit the questionnaire."""
        q = questionnaire
        if self.questionnaire != q.id:
            raise SheetError(f"champ « questionnaire » : « {self.questionnaire} » au lieu de « {q.id} »")
        if self.version != q.version:
            raise SheetError(
                f"champ « version » : la feuille répond à la version {self.version} du questionnaire, "
                f"et cette application utilise la version {q.version}"
            )
        if self.profile is not None and self.profile not in q.profile_ids:
            raise SheetError(f"champ « profil » : « {self.profile} » n'est pas un profil du questionnaire")
        if self.variant is not None and self.variant not in q.variant_ids:
            raise SheetError(f"champ « variante » : « {self.variant} » n'est pas une variante du questionnaire")
        scales = {item.id: q.scale_of(item) for item in q.items}
        for item, answer in self.answers.items():
            if item not in scales:
                raise SheetError(f"champ « reponses » : l'énoncé « {item} » n'existe pas dans ce questionnaire")
            if not is_answer(answer, scales[item]):
                others = "".join(f" ou {code}" for code in scales[item].codes)
                raise SheetError(
                    f"champ « reponses », énoncé {item} : « {answer} » n'est pas une réponse possible "
                    f"(1 à {scales[item].top}{others})"
                )

    def to_json(self) -> str:
        """Return the sheet as one line of JSON, in the shape that docs/architecture.md gives."""
        return msgspec.json.encode(self).decode()


def is_answer(value: object, scale: Scale) -> bool:
    """Tell whether ``value`` is a level of the scale, or one of the answers outside it that it offers."""
    if isinstance(value, str):
        return value in scale.codes
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= scale.top
