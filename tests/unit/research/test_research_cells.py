"""What figures of different kinds, joined, tell of one person: levers are sums of the items that are shown too."""

from __future__ import annotations

import numpy as np
import pytest

from pasapas_widgets.research import Study, synthetic


def test_a_lever_and_its_items_do_not_solve_to_the_one_person_who_skipped_an_item() -> None:
    corpus = synthetic(40, 12)
    q = corpus.questionnaire
    lever = q.levers[0].id
    places = [place for place, item in enumerate(q.items) if item.lever == lever]
    corpus.levels[:, places] = np.where(corpus.levels[:, places] <= 0, 2, corpus.levels[:, places])
    corpus.levels[7, places[-1]] = -1
    own = np.mean([corpus.steps(place)[7] for place in places[:-1]]) * 100 / q.span
    study = Study(corpus)
    shown = study.table("leviers").set_index("leviers").loc[lever]
    items = study.table("enonces").set_index("enonces").loc[[q.items[place].id for place in places]]
    told = len(places) * shown["n_personnes"] * shown["estimation"] - (items["n_personnes"] * items["estimation"]).sum()
    assert told != pytest.approx(own)
