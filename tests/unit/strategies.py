"""Hypothesis strategies for sheets."""

from __future__ import annotations

from hypothesis import strategies as st

from pasapas_widgets.model.questionnaire import load_questionnaire
from pasapas_widgets.model.sheet import Sheet

Q = load_questionnaire()
ANSWERS = st.sampled_from([1, 2, 3, 4, "NSP", "NC"])


@st.composite
def sheets(draw: st.DrawFn, items: tuple[str, ...] = Q.item_ids) -> Sheet:
    """Draw any valid sheet; with ``items``, one that answers nothing else."""
    return Sheet(
        questionnaire=Q.id,
        version=Q.version,
        profile=draw(st.sampled_from([None, *Q.profile_ids])),
        variant=draw(st.sampled_from([None, *Q.variant_ids])),
        answers=draw(st.dictionaries(st.sampled_from(items), ANSWERS)),
    )
