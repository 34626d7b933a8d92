"""The questionnaire widget: one person answers, sees their own scores, leaves with their sheet."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import traitlets

from pasapas_widgets.files.sharecode import ShareCodeError, encode
from pasapas_widgets.front.qr import qr_svg
from pasapas_widgets.model.questionnaire.loading import load_questionnaire, load_services
from pasapas_widgets.model.questionnaire.owntexts import texts_for, wordings_of
from pasapas_widgets.model.questionnaire.sheet import Sheet, SheetError, is_answer
from pasapas_widgets.model.questionnaire.structure import Questionnaire as QuestionnaireModel
from pasapas_widgets.places.binder import demonstration
from pasapas_widgets.rules.aggregation import load_thresholds
from pasapas_widgets.rules.scoring import LeverScore, rules_of, score_sheet
from pasapas_widgets.widgets.kit.widget import Widget, module, style

__all__ = ["Questionnaire"]

RULES = ("part_min_notes", "tolerance", "classes")
"""The rules of calculation that the browser needs to score one sheet."""


class Questionnaire(Widget):
    """Let one person answer a questionnaire, in the browser first.

    Scores are computed and drawn in the browser; Python checks what arrives, keeps it in memory and acknowledges it.

    Parameters
    ----------
    questionnaire
        A loaded questionnaire or the path of its YAML file; by default the self-diagnosis of the package.
    variant
        Which wording of the statements to show; ``None`` is the base text. Can be changed later: no answer is lost.
    service
        A type of service (``load_services()``) that chooses the variant instead: give one or the other.
    key
        Tells apart the questionnaires of one page, and what the browser keeps for each; a ``Radar`` follows it.
    services : list of dict
        The types of service a person may choose from, or the texts of a questionnaire whose variants are not ours; by
        default all of them where neither ``variant`` nor ``service`` chooses for everybody.
    modules
        The optional modules that are asked; all of them where left out. A sheet belongs to the whole questionnaire.
    choose_modules : bool, default False
        Whether each person chooses her modules before starting.
    keep_days : int
        Days the answers are kept in this browser, from the last change: 7, and 1 on public Binder, where other
        people's pages share the address; 0 to keep nothing.
    privacy : dict
        What «Qui verra ma réponse ?» is written from: ``lieu`` (``local``, ``distant``, ``binder``, ``page`` or
        ``salle``), ``seuil`` (people), ``suppression`` (a date in words, or ``None``), ``hote`` (who runs it, or
        ``None``).
    linked : bool, default True
        Whether a kernel answers; a host without one never shows that the link is cut.

    Raises
    ------
    ValueError
        An unknown service, or a service and a variant at once.
    ContentError
        An unknown module, or nothing left to ask.
    traitlets.TraitError
        An unknown variant or profile, answers that do not fit the questionnaire.

    Examples
    --------
    >>> mine = Questionnaire(service="aemo")
    >>> mine
    <Questionnaire pas-a-pas 1.1 : 0 réponse sur 32>
    >>> mine.variant
    'milieu_ouvert'
    """

    section: ClassVar[str] = "questionnaire"
    _esm = module("questionnaire")
    _css = style("questionnaire", "questionnaire/statements")

    questionnaire = traitlets.Dict().tag(sync=True)
    rules = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    profile = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    variant = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    seq = traitlets.Int(0).tag(sync=True)
    ack = traitlets.Int(0).tag(sync=True)
    fault = traitlets.Unicode("").tag(sync=True)
    key = traitlets.Unicode("autodiagnostic").tag(sync=True)
    keep_days = traitlets.Int(min=0, max=366).tag(sync=True)
    privacy = traitlets.Dict().tag(sync=True)
    linked = traitlets.Bool(True).tag(sync=True)
    at_end = traitlets.Bool(False).tag(sync=True)
    code_qr = traitlets.Unicode("").tag(sync=True)
    services = traitlets.List(traitlets.Dict()).tag(sync=True)
    modules = traitlets.List(traitlets.Unicode(), None, allow_none=True).tag(sync=True)
    choose_modules = traitlets.Bool(False).tag(sync=True)
    page_asked = traitlets.Int(0).tag(sync=True)
    page = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    def __init__(
        self,
        questionnaire: QuestionnaireModel | Path | str | None = None,
        *,
        variant: str | None = None,
        service: str | None = None,
        key: str = "autodiagnostic",
        modules: Iterable[str] | None = None,
        **traits: Any,
    ) -> None:
        if not isinstance(questionnaire, QuestionnaireModel):
            questionnaire = load_questionnaire(questionnaire)
        self.source = questionnaire
        """The questionnaire as Python reads it, whatever wording is shown."""
        if service is not None:
            if variant is not None:
                raise ValueError("Donner « service » ou « variant », pas les deux : le service choisit la variante.")
            variant = _variant_of(service, questionnaire)
        elif variant is None and questionnaire.variants:
            traits.setdefault("services", wordings_of(questionnaire))
        if modules is not None:
            modules = list(modules)
            questionnaire.with_modules(modules)  # says what does not fit
        traits = {"answers": {}, "questionnaire": questionnaire.for_browser(variant), "modules": modules} | traits
        super().__init__(variant=variant, key=key, **traits)

    @property
    def sheet(self) -> Sheet:
        """The person's sheet, its answers in the order of the statements."""
        ordered = {item: self.answers[item] for item in self.source.item_ids if item in self.answers}
        return self._sheet_with({"answers": ordered})

    @property
    def scores(self) -> dict[str, LeverScore]:
        """The score of each lever, as the screen shows it (see :func:`pasapas_widgets.rules.scoring.score_sheet`)."""
        return score_sheet(self.sheet, self.source)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser sends; refuse what does not fit and say so; acknowledge."""
        taken, fault = self._fitting(sync_data)
        with self.hold_sync():
            super().set_state(taken)
            if "seq" in taken:
                self.fault = fault
                self.ack = self.seq
        if fault:
            self.send_state(["answers", "profile", "variant"])

    def _fitting(self, sent: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """Return what fits of a message from the browser, and a sentence about the first thing that does not."""
        try:
            self._sheet_with(sent).check(self.source)
        except SheetError as error:
            fault = self.texts["refus"].format(raison=error)
        else:
            return sent, ""
        q, taken = self.source, dict(sent)
        for name, ids in {"profile": q.profile_ids, "variant": q.variant_ids}.items():
            if taken.get(name) is not None and taken[name] not in ids:
                del taken[name]
        if "answers" in taken:
            scales = {item.id: q.scale_of(item) for item in q.items}
            taken["answers"] = {i: a for i, a in sent["answers"].items() if i in scales and is_answer(a, scales[i])}
        return taken, fault

    def _sheet_with(self, changed: dict[str, Any]) -> Sheet:
        """Return the sheet as it would be with these traits, not checked yet."""
        return Sheet(
            questionnaire=self.source.id,
            version=self.source.version,
            profile=changed.get("profile", self.profile),
            variant=changed.get("variant", self.variant),
            answers=changed.get("answers", self.answers),
        )

    @traitlets.validate("answers", "profile", "variant")
    def _check(self, proposal: Any) -> Any:
        try:
            self._sheet_with({proposal.trait.name: proposal.value}).check(self.source)
        except SheetError as error:
            raise traitlets.TraitError(f"{error}.") from error
        return proposal.value

    @traitlets.observe("variant")
    def _reword(self, change: Any) -> None:
        self.questionnaire = self.source.for_browser(change.new)

    @traitlets.observe("answers", "profile", "variant", "at_end")
    def _draw_code(self, _change: Any) -> None:
        """Draw the share code when the person looks at the end screen: it is not needed at each answer."""
        if self.at_end:
            self.code_qr = _qr(self.sheet, self.source) if self.answers else ""

    @traitlets.observe("page_asked")
    def _make_page(self, _change: Any) -> None:
        """Make the person's own page (PDF) when they ask for it; the library that does it is loaded then."""
        from pasapas_widgets.exports.result.pdf import result_pdf

        self.page = result_pdf(self.sheet, self.source)

    @traitlets.default("texts")
    def _texts(self) -> dict[str, Any]:
        return texts_for(self.section, self.source)

    @traitlets.default("rules")
    def _rules(self) -> dict[str, Any]:
        rules = msgspec.to_builtins(rules_of(self.source))
        return {name: rules[name] for name in RULES}

    @traitlets.default("keep_days")
    def _keep_days(self) -> int:
        return 1 if _place() == "binder" else 7

    @traitlets.default("privacy")
    def _privacy(self) -> dict[str, Any]:
        return {
            "lieu": _place(),
            "seuil": load_thresholds().mean,
            "suppression": None,
            "hote": None,
        }

    def __repr__(self) -> str:
        q, n = self.source, len(self.answers)
        return f"<Questionnaire {q.id} {q.version} : {n} réponse{'s' if n > 1 else ''} sur {len(q.items)}>"


def _variant_of(service: str, questionnaire: QuestionnaireModel) -> str | None:
    """Return the variant that a type of service answers; the base text where the questionnaire has no such variant."""
    variants = {one.id: one.variant for one in load_services()}
    if service not in variants:
        raise ValueError(f"Le service « {service} » n'existe pas ; choisir parmi : {', '.join(variants)}.")
    return variants[service] if variants[service] in questionnaire.variant_ids else None


def _place() -> str:
    """Return where this kernel runs: public Binder, somebody else's machine (a hub), or the person's own."""
    if demonstration(os.environ):
        return "binder"
    far = any(name in os.environ for name in ("BINDER_LAUNCH_HOST", "BINDER_SERVICE_HOST", "JUPYTERHUB_USER"))
    return "distant" if far else "local"


def _qr(sheet: Sheet, questionnaire: QuestionnaireModel) -> str:
    """Return the share code as an SVG picture whose title is the code; nothing where the sheet has no code."""
    try:
        code = encode(sheet, questionnaire)
    except ShareCodeError:
        return ""
    return qr_svg(code, title=code)
