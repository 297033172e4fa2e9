"""The house's budgets (STYLE.md). An exception is listed here with its reason; the numbers only ever go down."""

import ast
import tomllib
from collections.abc import Iterator

from tests.house.rooms import ROOT, modules

MODULE, FUNCTION, VIEW, GATEWAY, TEST, DEPENDENCIES = 300, 40, 15, 120, 30, 20

# path or path:function → why it may be longer.
EXCEPTIONS: dict[str, str] = {}


def functions(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    assert body[-1].end_lineno is not None
    return body[-1].end_lineno - body[0].lineno + 1


def is_view(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return path.startswith("duenotice/web/") and any("page" in ast.dump(one) or "signed_in" in ast.dump(one) for one in node.decorator_list)


def test_no_module_is_longer_than_its_ceiling():
    long = {path: lines for path, _tree, lines in modules() if lines > MODULE and path not in EXCEPTIONS}
    assert long == {}


def test_no_gateway_is_longer_than_its_ceiling():
    long = {
        path: lines
        for path, _tree, lines in modules()
        if "/gateways/" in path and not path.endswith("/protocol.py") and lines > GATEWAY and path not in EXCEPTIONS
    }
    assert long == {}


def test_no_function_is_longer_than_its_ceiling():
    long = {
        f"{path}:{node.name}": lines
        for path, tree, _length in modules()
        for node, lines in functions(tree)
        if lines > FUNCTION and f"{path}:{node.name}" not in EXCEPTIONS
    }
    assert long == {}


def test_views_translate_and_make_one_call():
    long = {
        f"{path}:{node.name}": body_lines(node)
        for path, tree, _length in modules()
        for node, _lines in functions(tree)
        if is_view(path, node) and body_lines(node) > VIEW and f"{path}:{node.name}" not in EXCEPTIONS
    }
    assert long == {}


def test_tests_are_short():
    long = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node, lines in functions(ast.parse(path.read_text())):
            if node.name.startswith("test_") and lines > TEST:
                long[f"{path.name}:{node.name}"] = lines
    assert long == {}


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{path}:{node.lineno}"
        for path, tree, _length in modules()
        for function, _lines in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_runtime_dependencies_are_few():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert len(project["dependencies"]) <= DEPENDENCIES


def test_every_exception_is_still_needed():
    lengths = {path: lines for path, _tree, lines in modules()}
    lengths |= {f"{path}:{node.name}": lines for path, tree, _length in modules() for node, lines in functions(tree)}
    assert [name for name in EXCEPTIONS if name not in lengths] == []
