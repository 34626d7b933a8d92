"""Widgets, scoring and figures for working on quality of working life in child protection, step by step.

``import pasapas_widgets`` loads almost nothing: each public name brings its module when it is first used
(``__init__.pyi`` is the list of them).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
