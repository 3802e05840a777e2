"""A reference's module and the object in it.

Owns the import of what an author named, and the errors of that import. It must
not call what it finds, and must not import torch.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

from recviz_docs.errors import Location, RecvizError, nearest
from recviz_docs.messages import message
from recviz_docs.reference import Reference
from recviz_docs.tracing.author import (
    author_frame,
    author_traceback,
    caused_by_memory,
    exception_text,
    is_authors,
)
from recviz_docs.tracing.place import FilePlace, file_place

__all__ = ["import_target", "load_object"]

_LIKE = 0.75  # an environment has hundreds of names


def load_object(reference: Reference, *, base: Path) -> object:
    """Gives the object that a reference names, as it is: not called.

    Raises:
        RecvizError: ``import``: the module or the attribute does not exist, or the import failed.
    """
    return import_target(reference, base=base)[1]


def import_target(reference: Reference, *, base: Path) -> tuple[ModuleType, object]:
    """Gives the module and the object in it that a reference names.

    Raises:
        RecvizError: ``import``, as `load_object`.
    """
    if reference.file:
        module = _import_file(file_place(reference, base=base), reference)
    else:
        module = _import_named(reference)
    return module, _walk(module, reference)


def _import_named(reference: Reference) -> ModuleType:
    try:
        return importlib.import_module(reference.module)
    except ModuleNotFoundError as error:
        if _is_absent(reference.module, error):
            raise _unknown_module(reference, error.name or reference.module) from error
        raise _broken(reference, error) from error
    except BaseException as error:
        raise _broken(reference, error) from error


def _import_file(place: FilePlace, reference: Reference) -> ModuleType:
    for directory in reversed(place.directories):
        if str(directory) not in sys.path:
            sys.path.insert(0, str(directory))
    importlib.invalidate_caches()
    try:
        if "." in place.module and _names_file(place):
            return importlib.import_module(place.module)
        return _execute(place)
    except BaseException as error:
        raise _broken(reference, error) from error


def _names_file(place: FilePlace) -> bool:
    spec = importlib.util.find_spec(place.module)
    return spec is not None and spec.origin is not None and place.file.samefile(spec.origin)


def _execute(place: FilePlace) -> ModuleType:
    """Imports the file itself, whatever else may be importable by its name."""
    name = place.module.rpartition(".")[2]
    present = sys.modules.get(name)
    if present is not None:
        if present.__file__ and place.file.samefile(present.__file__):
            return present
        name = f"recviz_{name}"
    spec = importlib.util.spec_from_file_location(name, place.file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses and pickle look their module up by name while it is executed.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return sys.modules.get(name, module)


def _is_absent(name: str, error: ModuleNotFoundError) -> bool:
    """Tells a module that does not exist from one whose own import failed."""
    named = error.name is not None and f"{name}.".startswith(f"{error.name}.")
    return named and not is_authors(error)


def _unknown_module(reference: Reference, absent: str) -> RecvizError:
    parent, dot, name = absent.rpartition(".")
    guess = nearest(name, _neighbours(parent), likeness=_LIKE)
    return RecvizError(
        "import",
        message("the module {module} does not exist", module=reference.module),
        reason=message("Python finds no {name}.", name=absent)
        if absent != reference.module
        else None,
        advice=message("Did you mean {guess}?", guess=f"{parent}{dot}{guess}")
        if guess
        else message(
            "Install it in the environment that builds the docs, or add its directory to the "
            "setting path."
        ),
    )


def _neighbours(parent: str) -> list[str]:
    places = getattr(sys.modules.get(parent), "__path__", ()) if parent else sys.path
    found = {info.name for info in pkgutil.iter_modules(list(places))}
    if not parent:
        found |= {child.name for place in places for child in _namespaces(Path(place or "."))}
    return sorted(found)


def _namespaces(place: Path) -> list[Path]:
    """Gives directories without __init__.py that hold modules; Python imports these as well."""
    try:
        children = [child for child in place.iterdir() if child.name.isidentifier()]
        return [child for child in children if child.is_dir() and any(child.glob("*.py"))]
    except OSError:
        return []


def _broken(reference: Reference, error: BaseException) -> RecvizError:
    place = reference.file or reference.module
    if caused_by_memory(error):
        raise error
    if isinstance(error, SyntaxError):
        problem = message("{place} has a syntax error", place=place)
        advice = message("Correct the file.")
    elif isinstance(error, ModuleNotFoundError) and error.name:
        problem = message(
            "{place} cannot be imported, because it imports {name}, which does not exist here",
            place=place,
            name=error.name,
        )
        advice = message(
            "Install it in the environment that builds the docs, or add its directory to the "
            "setting path."
        )
    else:
        problem = message("{place} cannot be imported", place=place)
        advice = message("Import it in Python to see the same traceback.")
    return RecvizError(
        "import",
        problem,
        reason=message("{exception}", exception=exception_text(error)),
        advice=advice,
        where=author_frame(error),
        detail=author_traceback(error),
    )


def _walk(module: ModuleType, reference: Reference) -> object:
    found: object = module
    walked = reference.module or reference.file
    for number, name in enumerate(reference.attribute.split(".")):
        if number and isinstance(found, ModuleType):
            raise _through_module(found, reference)
        found = _attribute(found, name, walked=walked, module=module)
        walked += ("." if number else ":") + name
    return found


def _attribute(found: object, name: str, *, walked: str, module: ModuleType) -> object:
    try:
        return getattr(found, name)
    except AttributeError as error:
        if is_authors(error):
            raise _raised(walked, name, error) from error
        guess = nearest(name, _names(found), likeness=_LIKE)
        file: str | None = getattr(module, "__file__", None)
        raise RecvizError(
            "import",
            message("{place} has no {name}", place=walked, name=name),
            advice=message("Did you mean {guess}?", guess=guess)
            if guess
            else message("Name a function, a class or a model that it defines."),
            where=None if file is None else Location(file),
        ) from None
    except BaseException as error:
        raise _raised(walked, name, error) from error


def _names(found: object) -> list[str]:
    names = list(getattr(found, "__dict__", ()))
    return sorted(name for name in names if not name.startswith("__"))


def _raised(walked: str, name: str, error: BaseException) -> RecvizError:
    return RecvizError(
        "import",
        message(
            "{place} raised an exception when it was asked for {name}", place=walked, name=name
        ),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message("Import it in Python to see the same traceback."),
        where=author_frame(error),
        detail=author_traceback(error),
    )


def _through_module(found: ModuleType, reference: Reference) -> RecvizError:
    # Else a module on the allow list would open every module that it imports.
    rest = reference.attribute.rpartition(".")[2]
    return RecvizError(
        "import",
        message(
            "{target} goes through the module {module}",
            target=str(reference),
            module=found.__name__,
        ),
        advice=message(
            "Name that module itself: {module}:{name}.", module=found.__name__, name=rest
        ),
    )
