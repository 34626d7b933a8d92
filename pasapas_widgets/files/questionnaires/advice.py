"""What is no fault of a questionnaire and deserves a thought; what changed since its earlier version."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pasapas_widgets.content import interface
from pasapas_widgets.files.sharecode import code_length
from pasapas_widgets.model.questionnaire.structure import Item, Questionnaire
from pasapas_widgets.model.questionnaire.versions import comparable_items

__all__ = ["Change", "advice_on", "advice_on_versions", "changes_between"]

FEW = 3
"""A score of fewer items than this depends much on each."""

_DATE = re.compile(
    r"\d{1,2}[-./]\d{1,2}(?:[-./]\d{2,4})?|\d+E\d+|(?:jan|feb|fev|mar|apr|avr|may|mai|jun|jul|aug|sep|oct|nov|dec)\w*[-.]?\d{1,4}",
    re.IGNORECASE,
)
"""Identifiers that a spreadsheet turns into a date or a number when it opens a table of answers."""

Advice = tuple[str, str, dict[str, object]]
"""A path, which advice of ``interface/questionnairefiles.yaml``, and what its words name."""


class Change(
    msgspec.Struct, frozen=True, kw_only=True, rename={"item": "enonce", "kind": "changement", "renamed": "nouveau"}
):
    """One change of an item; ``kind`` is reformule, levier, poids, echelle, inverse, renomme, retire or
    ajoute."""

    item: str
    kind: str
    renamed: str | None = None


def advice_on(q: Questionnaire) -> Iterator[Advice]:
    """Give what deserves a thought in one questionnaire."""
    scales = {"echelle": q.scale, **{f"echelles.{id}": one for id, one in q.other_scales.items()}}
    anchored = any(level.anchor for scale in scales.values() for level in scale.levels)
    if not anchored and not any(item.anchor_low or item.anchor_high for item in q.items):
        yield "echelle.niveaux", "sans_ancre", {}
    if code_length(q) is None:
        yield "items", "sans_code", {}
    seen: dict[str, str] = {}
    for index, item in enumerate(q.items):
        text = " ".join(item.text.casefold().split())
        if text in seen:
            yield f"items[{index}].texte", "meme_texte", {"autre": seen[text]}
        seen.setdefault(text, item.id)
        if _DATE.fullmatch(item.id):
            yield f"items[{index}].id", "date_tableur", {"id": item.id}
    for index, lever in enumerate(q.levers):
        n = len(q.scored_items(lever))
        if n < FEW:
            yield f"leviers[{index}]", "petit_levier", {"nom": lever.name, "n": n}
    for path, scale in scales.items():
        if "NSP" not in scale.codes:
            yield path, "sans_nsp", {}
    if q.source is not None and not q.source.address:
        yield "source", "sans_adresse", {}


def changes_between(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Give what changed from one version to the next, item by item, in the order of the old, then the new ones."""
    renamed = next((one.renamed for one in new.earlier if one.version == old.version), {})
    now = {item.id: item for item in new.items}
    for item in old.items:
        after = now.get(renamed.get(item.id, item.id))
        if after is None:
            yield Change(item=item.id, kind="retire")
            continue
        if after.id != item.id:
            yield Change(item=item.id, kind="renomme", renamed=after.id)
        for kind in _differences(old, item, new, after):
            yield Change(item=after.id, kind=kind)
    before = {renamed.get(item.id, item.id) for item in old.items}
    for item in new.items:
        if item.id not in before:
            yield Change(item=item.id, kind="ajoute")


def _differences(old: Questionnaire, item: Item, new: Questionnaire, after: Item) -> Iterator[str]:
    if after.text != item.text or after.variants != item.variants:
        yield "reformule"
    if (after.lever, after.other_levers) != (item.lever, item.other_levers):
        yield "levier"
    if after.weight != item.weight:
        yield "poids"
    if old.scale_of(item).levels != new.scale_of(after).levels:
        yield "echelle"
    if after.reversed != item.reversed:
        yield "inverse"


def advice_on_versions(old: Questionnaire, new: Questionnaire) -> Iterator[Advice]:
    """Give what the new version's file should say of the old one and does not."""
    if old.id != new.id:
        yield "id", "autre_questionnaire", {"id": new.id, "autre": old.id}
        return
    then: dict[str, object] = {"ancienne": old.version}
    if old.version == new.version:
        if old.fingerprint != new.fingerprint:
            yield "version", "meme_version", {"version": new.version}
        return
    if old.number == new.number:
        yield "numero", "meme_numero", then | {"numero": new.number}
    place, earlier = next(
        ((index, one) for index, one in enumerate(new.earlier) if one.version == old.version), (None, None)
    )
    if earlier is None:
        yield "versions_anterieures", "sans_passage", then
        return
    path = f"versions_anterieures[{place}]"
    where = {item.id: f"items[{index}]" for index, item in enumerate(new.items)}
    what = interface("questionnairefiles")["commande"]["changements"]["quoi"]
    for one in changes_between(old, new):
        said = then | {"id": one.item}
        if one.kind == "retire" and one.item not in earlier.removed:
            yield path, "retire", said
        elif one.kind == "ajoute" and one.item not in earlier.added:
            yield where[one.item], "ajoute", said
        elif one.kind == "reformule" and one.item not in earlier.changed:
            yield where[one.item], "texte_change", said
        elif one.kind in what and one.kind != "levier" and one.item not in earlier.changed:
            yield where[one.item], "sens_change", said | {"quoi": what[one.kind]}
    known = set(old.item_ids)
    back = {new_id: old_id for old_id, new_id in earlier.renamed.items()}
    for id in (*earlier.removed, *earlier.renamed, *(back.get(one, one) for one in earlier.changed)):
        if id not in known:
            yield path, "inconnu_avant", then | {"id": id}


def comparable(old: Questionnaire, new: Questionnaire) -> int | None:
    """Return how many items of the new version are comparable, ``None`` where its file does not say."""
    if old.id != new.id or old.version not in {new.version, *(one.version for one in new.earlier)}:
        return None
    known = set(old.item_ids)
    return sum(then in known for then in comparable_items(old.version, new))
