"""The joiner of the browser's modules: what it follows, what it refuses, and that Node runs what it makes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from pasapas_widgets.front.modules import ModuleError, joined, parted, script_data

NODE = compute_driver_executable()[0]


@pytest.fixture
def files(tmp_path: Path) -> Any:
    """Write modules by their paths, and return the folder."""

    def write(**texts: str) -> Path:
        for name, text in texts.items():
            path = tmp_path / (name.replace("__", "/") + ".js")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def run(folder: Path, name: str = "joined", **scripts: str) -> Any:
    """Load one of the scripts in Node and return what it exports as ``said``."""
    for script, text in scripts.items():
        (folder / f"{script}.mjs").write_text(text, encoding="utf-8")
    check = "import(process.argv[1]).then(async (m) => console.log(JSON.stringify(await m.said)))"
    told = subprocess.run(
        [NODE, "--input-type=module", "-e", check, str(folder / f"{name}.mjs")], capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_it_follows_what_a_module_takes_directly_and_through_others(files: Any) -> None:
    folder = files(
        main='import { b } from "./deep/b.js";\nexport const said = b();\n',
        deep__b='import { a as first } from "../a.js";\nexport function b() {\n  return `${first} b`;\n}\n',
        a='export const a = "a";\n',
    )
    assert run(folder, joined=joined(folder / "main.js")) == "a b"


def test_each_file_is_there_once_whoever_takes_it(files: Any) -> None:
    """A module that counts counts for all who take it."""
    folder = files(
        count="let n = 0;\nexport const next = () => (n += 1);\n",
        a='import { next } from "./count.js";\nexport const a = next();\n',
        b='import { next } from "./count.js";\nexport const b = next();\n',
        main='import { a } from "./a.js";\nimport { b } from "./b.js";\nimport { next } from "./count.js";\n'
        "export const said = [a, b, next()];\n",
    )
    text = joined(folder / "main.js")
    assert text.count("let n = 0;") == 1
    assert run(folder, joined=text) == [1, 2, 3]


def test_two_files_may_use_one_name_for_two_things(files: Any) -> None:
    folder = files(
        a='const own = "a";\nexport const a = own;\n',
        b='const own = "b";\nexport const b = own;\n',
        main='import { a } from "./a.js";\nimport { b } from "./b.js";\nconst own = a + b;\nexport const said = own;\n',
    )
    assert run(folder, joined=joined(folder / "main.js")) == "ab"


@pytest.mark.parametrize(
    ("taking", "said"),
    [
        ('import {\n  a,\n  b as other,\n} from "./x.js";\nexport const said = [a, other];\n', ["a", "b"]),
        ('import whole from "./x.js";\nexport const said = whole.name;\n', "x"),
        ('import whole, { a } from "./x.js";\nexport const said = [whole.name, a];\n', ["x", "a"]),
        ('import * as all from "./x.js"; // all of it\nexport const said = all.a + all.b + all.default.name;\n', "abx"),
        ('import "./x.js";\nexport const said = globalThis.ran;\n', True),
        ('import { c } from "./pass.js";\nexport const said = c;\n', "a"),
        ('import { later } from "./x.js";\nexport const said = later;\n', "z"),
    ],
)
def test_each_form_of_import(files: Any, taking: str, said: Any) -> None:
    folder = files(
        **{"main": taking, "pass": 'export { a as c } from "./x.js";\n'},
        x='export const a = "a";\nexport const b = "b";\nconst z = "z";\nexport { z as later };\n'
        'globalThis.ran = true;\nexport default { name: "x" };\n',
    )
    assert run(folder, joined=joined(folder / "main.js")) == said


def test_a_module_that_is_no_file(files: Any) -> None:
    folder = files(main='import * as texts from "./texts.js";\nexport const said = texts.hello;\n')
    made = {folder / "texts.js": 'export const hello = "bonjour";\n'}
    assert run(folder, joined=joined(folder / "main.js", made)) == "bonjour"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"main": 'import { b } from "./a.js";\n', "a": "export const a = 1;\n"}, r"main\.js takes b from a\.js"),
        ({"main": 'import a from "./a.js";\n', "a": "export const a = 1;\n"}, r"main\.js takes default from a\.js"),
        ({"main": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"}, r"main\.js takes a from a\.js"),
        ({"main": 'import { a } from "./nowhere.js";\n'}, r"main\.js takes from nowhere\.js: No such file"),
        ({}, r"^main\.js: No such file"),
        (
            {
                "main": 'import { a } from "./a.js";\n',
                "a": 'import { b } from "./b.js";\nexport const a = b;\n',
                "b": 'import { a } from "./a.js";\nexport const b = a;\n',
            },
            r"^main\.js → a\.js → b\.js → a\.js: modules take from one another$",
        ),
        ({"main": 'import { a } from "package";\n'}, r"main\.js: «import .* no import or export that can be joined"),
        ({"main": 'export * from "./a.js";\n', "a": ""}, r"main\.js: «export \* .* no import or export"),
        ({"main": 'const a = import("./a.js");\n', "a": ""}, r"main\.js brings a\.js later"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_its_files(files: Any, texts: dict[str, str], message: str) -> None:
    folder = files(**texts)
    with pytest.raises(ModuleError, match=message):
        joined(folder / "main.js")


LATER = {
    "count": "let n = 0;\nexport const next = () => (n += 1);\n",
    "own": 'import { next } from "./count.js";\nexport const own = next();\n',
    "late": 'import { own } from "./own.js";\nimport { next } from "./count.js";\nexport const late = [own, next()];\n',
    "main": (
        "// @ts-check\n/** @typedef {import('./late.js').late} Late */\n"
        'import { next } from "./count.js";\nconst first = next();\n'
        '/** Bring it.\n * @returns {Promise<any>} */\nconst bring = async () => (await import("./late.js")).late;\n'
        "export const said = bring().then((late) => [first, ...late]);\n"
    ),
}


def test_what_comes_later_is_a_script_of_its_own_and_shares_what_the_first_has(files: Any) -> None:
    folder = files(**LATER)
    scripts = parted(folder / "main.js")
    assert sorted(scripts) == ["late.js", "main.js"]
    assert "let n = 0;" in scripts["main.js"] and "let n = 0;" not in scripts["late.js"]
    assert "ts-check" not in scripts["main.js"] and "Bring it" not in scripts["main.js"]
    for name, text in scripts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    assert run(folder, joined='export { said } from "./main.js";\n') == [1, 2, 3]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"late": 'import { said } from "./main.js";\nexport const late = said;\n'}, r"main\.js → late\.js → main\.js"),
        ({"late": 'export const late = import("./own.js");\n'}, r"late\.js comes later, and brings own\.js"),
        ({"main": 'import { late } from "./late.js";\nimport("./late.js");\n'}, r"brings late\.js later, and takes"),
    ],
)
def test_what_would_be_there_twice_is_refused(files: Any, changed: dict[str, str], message: str) -> None:
    folder = files(**LATER | changed)
    with pytest.raises(ModuleError, match=message):
        parted(folder / "main.js")


def test_data_for_a_script_ends_no_script() -> None:
    nasty = {"a": "</script><!-- \u2028\u2029 «é»"}
    text = script_data(nasty)
    assert not set("<\u2028\u2029") & set(text) and json.loads(text) == nasty
