"""``pasapas verifier``: all the faults of a questionnaire, or of a module, that somebody has written, and what to do
about each."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pasapas_widgets.cli._module import summary, understood
from pasapas_widgets.cli._parser import CommandError, FrenchParser
from pasapas_widgets.cli._questionnaire import examples
from pasapas_widgets.content import interface
from pasapas_widgets.content.french import counted, typeset
from pasapas_widgets.model.questionnaire.loading import EXAMPLES

if TYPE_CHECKING:
    from pasapas_widgets.files.exercises import Checked as CheckedModule
    from pasapas_widgets.files.questionnaires import Checked, Fault
    from pasapas_widgets.model.questionnaire.structure import Questionnaire

__all__ = ["add_parser", "run"]

LARGEST = 1000
"""Kilobytes of the largest file that is read; the self-diagnosis weighs 40."""


def add_parser(subparsers: Any) -> FrenchParser:
    """Add the command to those of ``pasapas``."""
    texts = interface("questionnairefiles")["commande"]
    parser: FrenchParser = subparsers.add_parser("verifier", help=texts["aide"], description=texts["description"])
    named = texts["fichier"].format(exemples=", ".join(examples()))
    parser.add_argument("file", metavar="FICHIER", help=named)
    parser.add_argument("--anterieure", dest="earlier", metavar="FICHIER", help=texts["anterieure"])
    parser.add_argument("--json", action="store_true", help=texts["json"])
    parser.set_defaults(needs_questionnaire=False)
    return parser


def run(args: argparse.Namespace) -> int:
    """Say what is wrong; 1 where the file cannot be used."""
    from pasapas_widgets.files.exercises import looks_like_module
    from pasapas_widgets.files.questionnaires import check

    text = _text(args.file)
    if looks_like_module(text):
        return _run_on_module(args, text)
    earlier = None if args.earlier is None else check(_text(args.earlier)).questionnaire
    if args.earlier is not None and earlier is None:
        raise CommandError(
            typeset(interface("questionnairefiles")["commande"]["bilan"]["ancienne"].format(fichier=args.earlier))
        )
    found = check(text, earlier=earlier)
    if args.json:
        print(json.dumps(_plain(args.file, found), ensure_ascii=False))
    else:
        print(typeset("\n".join(_told(args.file, found, earlier))))
    return int(bool(found.faults))


def _run_on_module(args: argparse.Namespace, text: str) -> int:
    import msgspec

    from pasapas_widgets.files.exercises import check

    path = Path(args.file)
    found = check(text, beside=path.parent if path.is_file() else None)
    if args.json:
        plain = {
            "fichier": args.file,
            "valable": found.module is not None,
            "fautes": msgspec.to_builtins(found.faults),
            "avertissements": msgspec.to_builtins(found.warnings),
            "resume": found.module and summary(found.module),
        }
        print(json.dumps(plain, ensure_ascii=False))
    else:
        print(typeset("\n".join(_told_of_module(args.file, found))))
    return int(bool(found.faults))


def _told_of_module(name: str, found: CheckedModule) -> Iterator[str]:
    texts = interface("training")["commande"]
    if found.module is None:
        yield counted(texts["fautes"], len(found.faults), fichier=name)
        yield from (_line("faute", fault) for fault in found.faults)
        return
    yield texts["bon"].format(fichier=name)
    yield from ("", texts["compris"]["titre"], *understood(found.module))
    if found.warnings:
        yield from ("", texts["avis"])
        yield from (_line("avis", one) for one in found.warnings)


def _text(name: str) -> str:
    """Return the text of a file, or of an example that ships with the package."""
    texts = interface("questionnairefiles")["commande"]
    path = EXAMPLES / f"{name}.yaml" if name in examples() else Path(name)
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST * 1000 + 1)
        if len(data) > LARGEST * 1000:
            raise CommandError(typeset(texts["trop_gros"].format(fichier=name, ko=LARGEST)))
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise CommandError(typeset(texts["introuvable"].format(fichier=name))) from error
    except IsADirectoryError as error:
        raise CommandError(typeset(texts["dossier"].format(fichier=name))) from error
    except UnicodeDecodeError as error:
        raise CommandError(typeset(texts["codage"].format(fichier=name, octet=error.start + 1))) from error
    except PermissionError as error:
        raise CommandError(typeset(texts["tenu"].format(fichier=name))) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(typeset(texts["illisible"].format(fichier=name, raison=reason))) from error


def _told(name: str, found: Checked, earlier: Questionnaire | None) -> Iterator[str]:
    """Give the lines that a person reads."""
    texts = interface("questionnairefiles")["commande"]
    q = found.questionnaire
    if q is None:
        yield counted(texts["bilan"]["fautes"], len(found.faults), fichier=name)
        yield from (_line("faute", fault) for fault in found.faults)
        return
    yield texts["bilan"]["bon"].format(fichier=name)
    yield from ("", texts["compris"]["titre"], *_understood(q))
    if earlier is not None and found.changes is not None:
        yield from ("", *_changes(found, earlier))
    if found.warnings:
        yield from ("", texts["bilan"]["avis"])
        yield from (_line("avis", one) for one in found.warnings)


def _line(kind: str, fault: Fault) -> str:
    texts = interface("questionnairefiles")["commande"]
    place = texts["ligne"].format(ligne=fault.line, colonne=fault.column)
    path = texts["champ"].format(champ=fault.path) if fault.path else ""
    return str(texts[kind].format(place=place, champ=path, raison=fault.reason, correction=fault.fix))


def _understood(q: Questionnaire) -> Iterator[str]:
    """Say back what a questionnaire is made of, so that its author sees what was understood."""
    from pasapas_widgets.files.sharecode import code_length
    from pasapas_widgets.rules.scoring import rules_of

    texts = interface("questionnairefiles")["commande"]["compris"]
    yield texts["nom"].format(titre=q.title, id=q.id, version=q.version, numero=q.number)
    yield texts["enonces"].format(n=len(q.items), inverses=sum(item.reversed for item in q.items))
    sizes = {lever: len(q.items_of(lever=lever.id)) for lever in q.levers}
    told = [texts["levier"].format(nom=lever.name, n=n) for lever, n in sizes.items()]
    yield texts["leviers"].format(liste=", ".join(told))
    scales = {texts["principale"]: q.scale, **q.other_scales}
    yield texts["echelles"].format(
        liste=" ; ".join(
            texts["echelle"].format(
                nom=name, n=scale.top, bas=scale.levels[0].label, haut=scale.levels[-1].label,
                hors=texts["hors"].format(codes=", ".join(scale.codes)) if scale.codes else "",
            )
            for name, scale in scales.items()
        )
    )  # fmt: skip
    for key, members in (("modules", q.modules), ("profils", q.profiles), ("variantes", q.variants)):
        if members:
            yield texts[key].format(liste=", ".join(one.label for one in members))
    yield texts["minutes"].format(n=q.minutes)
    rules, (first, n) = rules_of(q), next(iter(sizes.items()))
    least = texts["part"].format(n=rules.least(n), total=n, nom=first.name)
    classes = texts["classes"] if rules.classes else ""
    yield texts[q.scoring.unit].format(classes=classes, part=least, haut=q.top)
    length = code_length(q)
    yield texts["code"].format(n=length) if length else texts["sans_code"]
    if q.source is not None:
        yield texts["source"].format(titre=q.source.title, licence=q.source.licence)
        if q.source.credit:
            yield texts["langue"].format(mention=q.source.credit)
    yield texts["empreinte"].format(empreinte=q.fingerprint)


def _changes(found: Checked, earlier: Questionnaire) -> Iterator[str]:
    texts = interface("questionnairefiles")["commande"]["changements"]
    yield texts["titre"].format(ancienne=earlier.version)
    if not found.changes:
        yield texts["aucun"]
    for one in found.changes or ():
        if one.kind in texts["quoi"]:
            yield texts["sens"].format(id=one.item, quoi=texts["quoi"][one.kind])
        else:
            yield texts[one.kind].format(id=one.item, nouveau=one.renamed)
    if found.n_comparable is not None and found.questionnaire is not None:
        yield texts["comparables"].format(n=found.n_comparable, total=len(found.questionnaire.items))


def _plain(name: str, found: Checked) -> dict[str, Any]:
    """Return all of it as plain values, under the French names of docs/questionnaire.md."""
    import msgspec

    from pasapas_widgets.files.sharecode import code_length

    q = found.questionnaire
    plain: dict[str, Any] = {
        "fichier": name,
        "valable": q is not None,
        "fautes": msgspec.to_builtins(found.faults),
        "avertissements": msgspec.to_builtins(found.warnings),
        "resume": None,
    }
    if q is not None:
        plain["resume"] = {
            "id": q.id, "version": q.version, "numero": q.number, "titre": q.title, "enonces": len(q.items),
            "inverses": [item.id for item in q.items if item.reversed],
            "leviers": {lever.id: len(q.items_of(lever=lever.id)) for lever in q.levers},
            "echelles": {"": q.scale.top, **{id: scale.top for id, scale in q.other_scales.items()}},
            "modules": [one.id for one in q.modules], "duree_min": q.minutes, "longueur_code": code_length(q),
            "empreinte": q.fingerprint,
        }  # fmt: skip
    if found.changes is not None:
        plain |= {"changements": msgspec.to_builtins(found.changes), "comparables": found.n_comparable}
    return plain
