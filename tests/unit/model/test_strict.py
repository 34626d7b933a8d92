"""What no type can say of a content file: an identifier taken twice, a link that leads nowhere."""

from __future__ import annotations

import pytest

from pasapas_widgets.content import ContentError
from pasapas_widgets.model.strict import require_known, require_unique


def test_an_identifier_taken_twice_is_refused_by_its_name() -> None:
    require_unique("a.yaml", ["a", "b"])
    with pytest.raises(ContentError, match=r"^a\.yaml, b\s: cet identifiant est déjà pris\.$"):
        require_unique("a.yaml", iter(["a", "b", "b"]))
    with pytest.raises(ContentError, match=r"^a\.yaml, part «\sb\s»\s: cet identifiant est déjà pris\.$"):
        require_unique("a.yaml", ["b", "b"], what="part")


def test_a_link_that_leads_nowhere_is_refused_with_its_place() -> None:
    require_known("a.yaml", "F01", [], ())
    with pytest.raises(ContentError, match=r"^a\.yaml, F01\s: «\sc\s» n'existe pas\.$"):
        require_known("a.yaml", "F01", ["a", "c"], {"a": 1})
