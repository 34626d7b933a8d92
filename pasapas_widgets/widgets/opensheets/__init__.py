"""«Ouvrir des réponses»: a sample, files, share codes → the results of a group, published without a leak."""

from pasapas_widgets.widgets.opensheets.opensheets import OpenSheets

__all__ = ["OpenSheets"]
