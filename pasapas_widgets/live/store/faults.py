"""Faults of a database as sentences: what happened, and what the person who runs the server can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from pasapas_widgets.live.store.errors import RefusedError, StoreError

__all__ = ["in_french"]

_SENTENCES = (
    (
        ("malformed", "not a database", "corrupt", "disk i/o"),
        "{name} : le fichier des séances est abîmé ; rien n'y a été changé. Le mettre de côté, reprendre une copie de "
        "sauvegarde, ou démarrer avec un autre fichier.",
    ),
    (
        ("is full", "no space left", "could not extend"),
        "{name} : le disque est plein ; la dernière écriture n'a pas été faite. Libérer de la place, puis recommencer.",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission denied"),
        "{name} : ce fichier ou son dossier n'est pas accessible en écriture. Choisir un dossier à soi.",
    ),
    (
        ("locked", "busy"),
        "{name} : une autre application tient ce fichier depuis plus de trente secondes. La fermer, puis recommencer.",
    ),
)


def _sentence(error: BaseException, name: str) -> str:
    said = str(error).lower()
    for signs, sentence in _SENTENCES:
        if any(sign in said for sign in signs):
            return sentence.format(name=name)
    return f"{name} : la base de données ne répond pas. Vérifier qu'elle est démarrée et que son adresse est juste."


@contextmanager
def in_french(name: str) -> Iterator[None]:
    """Turn the faults of the database ``name`` into :class:`StoreError`; mistakes in our own SQL pass as they are."""
    try:
        yield
    except exc.IntegrityError as error:
        raise RefusedError("session", "Cette séance vient d'être effacée : plus rien ne peut y être ajouté.") from error
    except (exc.DataError, UnicodeEncodeError) as error:
        raise RefusedError("value", "Ce texte contient des caractères qui ne peuvent pas être gardés.") from error
    except (exc.ProgrammingError, exc.InterfaceError):
        raise
    except (exc.OperationalError, exc.DatabaseError) as error:
        raise StoreError(_sentence(error.orig or error, name)) from error
    except exc.TimeoutError as error:
        raise StoreError(f"{name} : la base de données est trop occupée. Recommencer dans un instant.") from error
