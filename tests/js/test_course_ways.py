"""Every exercise of the course, answered in every way by what the page runs: a reason each time, no dead end."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from pasapas_widgets.content import interface
from pasapas_widgets.model.exercise.loading import load_course
from pasapas_widgets.model.strict import plain

HERE = Path(__file__).parent
NODE = compute_driver_executable()[0]


def test_every_exercise_is_answered_in_every_way(tmp_path: Path) -> None:
    file = tmp_path / "course.json"
    told = {"modules": [plain(one) for one in load_course()], "texts": interface("training")}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    run = subprocess.run([NODE, str(HERE / "course_walk.mjs"), str(file)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    assert f"{len(load_course())} modules" in run.stdout
