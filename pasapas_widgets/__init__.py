"""Widgets, scoring and figures for working on quality of working life in child protection, step by step.

``import pasapas_widgets`` loads almost nothing: each public name brings its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pasapas_widgets.exports.result.pdf import result_pdf
    from pasapas_widgets.figures import (
        compare,
        describe_compare,
        describe_distributions,
        describe_effects,
        describe_network,
        describe_radar,
        describe_years,
        distributions,
        effects,
        network,
        radar,
        years,
    )
    from pasapas_widgets.files.sheets import read_sheets
    from pasapas_widgets.live.client import Room
    from pasapas_widgets.model.carnet.carnet import Carnet
    from pasapas_widgets.model.questionnaire.loading import load_questionnaire
    from pasapas_widgets.model.questionnaire.sheet import Sheet
    from pasapas_widgets.rules.aggregation import GroupResults, aggregate, publish
    from pasapas_widgets.rules.orientation import load_orientation, orient
    from pasapas_widgets.rules.scoring import score_sheet
    from pasapas_widgets.widgets.adviserdesk import AdviserDesk
    from pasapas_widgets.widgets.carnetdesk import CarnetDesk
    from pasapas_widgets.widgets.cockpit import Cockpit
    from pasapas_widgets.widgets.discussion import Discussion
    from pasapas_widgets.widgets.eligibility import Eligibility
    from pasapas_widgets.widgets.feedbacksheets import FeedbackSheets
    from pasapas_widgets.widgets.guide import Guide
    from pasapas_widgets.widgets.indicators import Indicators
    from pasapas_widgets.widgets.interview import Interview
    from pasapas_widgets.widgets.keepresults import KeepResults
    from pasapas_widgets.widgets.library import Library
    from pasapas_widgets.widgets.opensheets import OpenSheets
    from pasapas_widgets.widgets.orientation import Orientation
    from pasapas_widgets.widgets.plan import Plan
    from pasapas_widgets.widgets.priorities import Priorities
    from pasapas_widgets.widgets.questionnaire import Questionnaire
    from pasapas_widgets.widgets.radar import Radar
    from pasapas_widgets.widgets.results import Results
    from pasapas_widgets.widgets.runsheet import RunSheet
    from pasapas_widgets.widgets.sharing import Sharing
    from pasapas_widgets.widgets.takehome import TakeHome
    from pasapas_widgets.widgets.territory import Territory
    from pasapas_widgets.widgets.viewingguide import ViewingGuide

_HOMES = {
    "AdviserDesk": "widgets.adviserdesk",
    "Carnet": "model.carnet.carnet",
    "CarnetDesk": "widgets.carnetdesk",
    "Cockpit": "widgets.cockpit",
    "Discussion": "widgets.discussion",
    "FeedbackSheets": "widgets.feedbacksheets",
    "Eligibility": "widgets.eligibility",
    "GroupResults": "rules.aggregation",
    "Guide": "widgets.guide",
    "KeepResults": "widgets.keepresults",
    "Library": "widgets.library",
    "Interview": "widgets.interview",
    "Indicators": "widgets.indicators",
    "OpenSheets": "widgets.opensheets",
    "Orientation": "widgets.orientation",
    "Plan": "widgets.plan",
    "Priorities": "widgets.priorities",
    "Questionnaire": "widgets.questionnaire",
    "Radar": "widgets.radar",
    "Results": "widgets.results",
    "Room": "live.client",
    "RunSheet": "widgets.runsheet",
    "Sharing": "widgets.sharing",
    "Sheet": "model.questionnaire.sheet",
    "Territory": "widgets.territory",
    "TakeHome": "widgets.takehome",
    "ViewingGuide": "widgets.viewingguide",
    "aggregate": "rules.aggregation",
    "compare": "figures",
    "describe_compare": "figures",
    "describe_distributions": "figures",
    "describe_effects": "figures",
    "describe_network": "figures",
    "describe_radar": "figures",
    "describe_years": "figures",
    "distributions": "figures",
    "effects": "figures",
    "load_orientation": "rules.orientation",
    "load_questionnaire": "model.questionnaire.loading",
    "network": "figures",
    "orient": "rules.orientation",
    "publish": "rules.aggregation",
    "radar": "figures",
    "read_sheets": "files.sheets",
    "result_pdf": "exports.result.pdf",
    "score_sheet": "rules.scoring",
    "years": "figures",
}

__all__ = [
    "AdviserDesk",
    "Carnet",
    "CarnetDesk",
    "Cockpit",
    "Discussion",
    "Eligibility",
    "FeedbackSheets",
    "GroupResults",
    "Guide",
    "Indicators",
    "Interview",
    "KeepResults",
    "Library",
    "OpenSheets",
    "Orientation",
    "Plan",
    "Priorities",
    "Questionnaire",
    "Radar",
    "Results",
    "Room",
    "RunSheet",
    "Sharing",
    "Sheet",
    "TakeHome",
    "Territory",
    "ViewingGuide",
    "aggregate",
    "compare",
    "describe_compare",
    "describe_distributions",
    "describe_effects",
    "describe_network",
    "describe_radar",
    "describe_years",
    "distributions",
    "effects",
    "load_orientation",
    "load_questionnaire",
    "network",
    "orient",
    "publish",
    "radar",
    "read_sheets",
    "result_pdf",
    "score_sheet",
    "years",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
