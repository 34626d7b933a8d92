"""«S'orienter»: what is proposed and why, the services that are chosen, a path laid out at the group's own pace."""

from pasapas_widgets.widgets.orientation.orientation import Orientation

__all__ = ["Orientation"]
