"""HR exports (staff movements, absences) → the counts of each year. What names a person is forgotten while reading."""

from __future__ import annotations

from pasapas_widgets.files.hr.reader import HrFile, read_hr

__all__ = ["HrFile", "read_hr"]
