"""«Où en sommes-nous ?»: the path of a group, what its carnet says is done, what comes next for each role."""

from __future__ import annotations

import datetime as dt

import msgspec
import traitlets

from pasapas_widgets.places.shipped import workbooks_dir
from pasapas_widgets.rules.guide import next_stage, stages
from pasapas_widgets.widgets.carnetdesk.carnetdesk import CarnetDesk
from pasapas_widgets.widgets.kit.carnet import CarnetWidget
from pasapas_widgets.widgets.kit.widget import module, style

__all__ = ["Guide"]


class Guide(CarnetWidget):
    """Show where a group is in the path, and lead to the workbook of each stage. It changes nothing of the carnet.

    Parameters
    ----------
    desk
        The carnet of this page.
    today
        The day from which reviews are past; the computer's own where left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pasapas_widgets.carnets.shelf import Carnets
    >>> with TemporaryDirectory() as folder:
    ...     guide = Guide(CarnetDesk(Carnets(Path(folder))))
    >>> guide, guide.stages[0]["etat"]
    (<Guide : 9 étapes>, 'fait')
    """

    section = "guide"
    private = (
        "vagues", "discussions", "priorites", "actions", "retours", "entretien", "territoire", "parcours", "annees",
    )  # fmt: skip
    _esm = module("guide")
    _css = style("kit/carnet", "guide")

    stages = traitlets.List(traitlets.Dict()).tag(sync=True)
    next = traitlets.Unicode("").tag(sync=True)
    workbooks = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)

    def __init__(self, desk: CarnetDesk, *, today: dt.date | None = None) -> None:
        self.today = today or dt.date.today()
        super().__init__(desk.desk)

    @traitlets.default("workbooks")
    def _workbooks(self) -> list[str]:
        return sorted(path.stem for path in workbooks_dir().glob("*.ipynb"))

    def show(self) -> None:
        """Set what the carnet says of each stage."""
        found = stages(self.desk.carnet, today=self.today)
        self.stages = [{"id": one.id, "etat": one.state, "faits": msgspec.to_builtins(one.facts)} for one in found]
        after = next_stage(found)
        self.next = after.id if after else ""

    def __repr__(self) -> str:
        return f"<Guide : {len(self.stages)} étapes>"
