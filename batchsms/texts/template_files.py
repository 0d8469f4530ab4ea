"""A template and the files of its folder that it includes: read, checked and compiled before row 1.

`include`, `import` and `extends` name a file by its path in the template's folder. Nothing outside
that folder is read, whatever leads there, and nothing is read again while rows are rendered.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, TemplateSyntaxError, meta, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.text_encoding import template_text
from batchsms.texts.column_names import ColumnNames
from batchsms.texts.environment import TextSandbox, insert_bounds, plain_prints
from batchsms.texts.foreign_placeholders import check_foreign
from batchsms.texts.rendering_bounds import UnsuitableError

__all__ = ["TemplateFile", "TemplatePart", "compile_files"]

_MOST_SOURCE = 100_000
"""Characters of a template's source, far beyond what any text needs."""
_MOST_FILES = 50


class _Reference(NamedTuple):
    """A statement of a template that includes, imports or extends other files, one of `names`."""

    names: list[str]
    line: int
    is_optional: bool
    with_context: bool


class TemplateFile(NamedTuple):
    """A template's source, its name for errors, and the folder of the files that it may include, if any."""

    source: str
    name: str
    folder: Path | None


class TemplatePart(NamedTuple):
    """One file of a template.

    `wanted` are the names that it takes from outside, with the line of their first use; `given` those
    that it sets, imports or defines for blocks and files around it, and `stored` these and those of
    its loops, which the files that it includes see too. A file that is imported sees no columns,
    unless it is imported `with context`. `printed` are the names that it prints as they are.
    """

    place: str
    wanted: Mapping[str, int]
    given: frozenset[str]
    stored: frozenset[str]
    sees_columns: bool
    printed: frozenset[str]


class _IncludedTemplate(Template):
    """A file whose macros begin afresh for each row: Jinja would keep what they count from row to row."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        del ctx
        return self.make_module()


class _CompiledFiles(BaseLoader):
    """The files of a template as Jinja asks for them: compiled already."""

    def __init__(self) -> None:
        self.codes: dict[str, CodeType] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's name
    ) -> Template:
        """Return a file's template."""
        if name not in self.codes:
            raise TemplateNotFound(name)
        return _IncludedTemplate.from_code(environment, self.codes[name], globals or {})


def compile_files(
    environment: TextSandbox, file: TemplateFile, names: ColumnNames
) -> tuple[Template, list[TemplatePart]]:
    """Return a compiled template and its parts, itself first; errors name the columns that may be meant.

    Raises `InputError` that names the file and the line of a syntax error, and of a file that is
    not there.
    """
    compilation = _Compilation(environment, file.folder, names)
    code = compilation.add(file.source, file.name, sees_columns=True, inside=())
    environment.loader = compilation.files
    return Template.from_code(environment, code, environment.globals), list(compilation.parts.values())


class _Compilation:
    def __init__(self, environment: TextSandbox, folder: Path | None, names: ColumnNames) -> None:
        self.environment = environment
        self.folder = folder
        self.names = names
        self.files = _CompiledFiles()
        self.parts: dict[tuple[str, bool], TemplatePart] = {}

    def add(self, source: str, place: str, *, sees_columns: bool, inside: tuple[str, ...]) -> CodeType:
        """Compile a file, and all that it includes."""
        _check_size(source, place)
        with self._explained(source, place):
            tree = self.environment.parse(source, place)
            references = list(_references(tree))
            printed = frozenset(name.name for name in plain_prints(tree))
            insert_bounds(tree, self.environment)
            self.parts[place, sees_columns] = _part(tree, place, printed, sees_columns=sees_columns)
            code = self.environment.compile(tree, place, place)
            check_foreign(self.environment.lexer.tokeniter(source, place), place, self.names)
        for names, line, is_optional, with_context in references:
            sees = sees_columns and with_context
            found = [self._include(name, place, sees_columns=sees, inside=(*inside, place)) for name in names]
            if not (any(found) or is_optional):
                raise self._missing_file(names, place, line)
        return code

    def _include(self, name: str, place: str, *, sees_columns: bool, inside: tuple[str, ...]) -> bool:
        if name in inside[1:] or name == place:
            raise _refusal(
                _("{place}: the file includes itself, by way of {files}").format(
                    place=name, files=" → ".join(inside)
                )
            )
        if (name, sees_columns) in self.parts:
            return True
        source = _read(self.folder, name) if self.folder is not None else None
        if source is None:
            return False
        if len(self.parts) >= _MOST_FILES:
            raise _refusal(
                _("{place}: a template can include at most {most} files").format(
                    place=place, most=_MOST_FILES
                )
            )
        self.files.codes[name] = self.add(source, name, sees_columns=sees_columns, inside=inside)
        return True

    @contextmanager
    def _explained(self, source: str, place: str) -> Iterator[None]:
        """Say in an `InputError` what the compiler cannot take, and where it stands."""
        try:
            yield
        except TemplateSyntaxError as error:
            from batchsms.texts.syntax_errors import explain  # noqa: PLC0415 - for wrong templates alone

            raise explain(error, source, place, self.names, self.environment) from error
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise _refusal(
                _("{place}: the template is nested too deeply").format(place=place),
                hint=_("Simplify the template; nothing was sent"),
            ) from error
        except ValueError as error:  # a number of thousands of digits
            raise _refusal(_("{place}: a number has too many digits").format(place=place)) from error

    def _missing_file(self, names: list[str], place: str, line: int) -> InputError:
        return _refusal(
            _("{place}, line {line}: there is no file {names} in the template's folder").format(
                place=place, line=line, names=" / ".join(names)
            ),
            hint=_("Name a file by its path inside the folder of the template")
            if self.folder is not None
            else _("Only a template that is a file can include others"),
        )


def _refusal(message: str, *, hint: str = "") -> InputError:
    return InputError("template_error", message, hint=hint or _("Correct the template; nothing was sent"))


def _check_size(source: str, place: str) -> None:
    if len(source) > _MOST_SOURCE:
        raise _refusal(
            _("{place}: the template has more than {most:,} characters").format(
                place=place, most=_MOST_SOURCE
            ),
            hint=_("Check that this is the file that you want to send; nothing was sent"),
        )


def _part(tree: nodes.Template, place: str, printed: frozenset[str], *, sees_columns: bool) -> TemplatePart:
    lines: dict[str, int] = {}
    stored: set[str] = set()
    for name in tree.find_all(nodes.Name):
        lines.setdefault(name.name, name.lineno)
        if name.ctx != "load":
            stored.add(name.name)
    imported = set(_imported(tree))
    wanted = {name: lines.get(name, 1) for name in sorted(_undeclared(tree))}
    given = _set_names(tree) | imported
    return TemplatePart(place, wanted, frozenset(given), frozenset(stored | given), sees_columns, printed)


def _undeclared(tree: nodes.Template) -> set[str]:
    """Return the names that come from outside. Columns win over functions, so these count too."""
    copy = nodes.Template(tree.body, lineno=1)
    copy.environment = tree.environment.overlay() if tree.environment else None
    if copy.environment:
        copy.environment.globals = {}
    return meta.find_undeclared_variables(copy)


def _set_names(tree: nodes.Template) -> set[str]:
    targets = [node.target for node in _found(tree, nodes.Assign, nodes.AssignBlock)]
    names = [name for target in targets for name in (target, *target.find_all(nodes.Name))]
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    return macros | {name.name for name in names if isinstance(name, nodes.Name)}


def _found(tree: nodes.Template, *kinds: type[nodes.Stmt]) -> Iterator[Any]:
    return tree.find_all(kinds)


def _imported(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Import):
        yield node.target
    for several in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in several.names)


def _references(tree: nodes.Template) -> Iterator[_Reference]:
    for node in _found(tree, nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include):
        yield _Reference(
            _literal_names(node),
            node.lineno,
            is_optional=getattr(node, "ignore_missing", False),
            with_context=getattr(node, "with_context", True),
        )


def _literal_names(node: Any) -> list[str]:
    """Return the files that may be meant, which only a name that is written out tells before row 1."""
    named = node.template
    items = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
    names = [item.value for item in items if isinstance(item, nodes.Const) and isinstance(item.value, str)]
    if len(names) < len(items) or not names:
        raise UnsuitableError(_("the name of another file must be written out"), node.lineno)
    return names


def _read(folder: Path, name: str) -> str | None:
    """Return a file of the folder as text, None where there is none. Raises `InputError`."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        return None
    try:
        file = (folder / path).resolve(strict=True)
        if not (file.is_file() and file.is_relative_to(folder.resolve(strict=True))):
            return None
        return template_text(file, name)
    except OSError:
        return None
