"""Terraform's operators on values."""

from __future__ import annotations

from apigw_lint.loaders.terraform.values import (
    Encoded,
    Failed,
    Loose,
    Object,
    Set,
    Typed,
    kind_of,
    no_number,
    number,
    number_of,
    scalar,
)
from apigw_lint.value import Answer, Known, List, Table, Text, Unknown, Value, equals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.expressions import Budget
    from apigw_lint.source import Span


def binary(operator: str, left: Value, right: Value, span: Span, budget: Budget) -> Value:
    """Returns what an operator makes of two values."""
    if isinstance(left, Failed) or isinstance(right, Failed):
        return Failed(span, why="operand of a failure")
    if operator in ("==", "!="):
        same = equal(left, right, budget)
        return Typed("bool", span, "comparison") if same is None else Known(same is (operator == "=="), span)
    if operator in ("&&", "||"):
        return _logical(operator, left, right, span, budget)
    return _arithmetic(operator, left, right, span, budget)


def unary(operator: str, operand: Value, span: Span, budget: Budget) -> Value:
    """Returns what ``-`` or ``!`` makes of a value."""
    if isinstance(operand, Failed):
        return operand
    if operator == "!":
        truth = _truth(operand)
        if truth is not None:
            return Known(not truth, span)
    else:
        found = number_of(operand)
        if found is not None:
            # Terraform has a negative zero, and shows it.
            return Known(-found, span) if found else Typed("number", span, "zero")
    if not isinstance(operand, Unknown):
        sure = no_number(operand) if operator == "-" else not isinstance(operand, (Loose, Text))
        return Failed(span, why="no operand of this type") if sure else Unknown(span)
    kind = "bool" if operator == "!" else "number"
    if kind_of(operand) != kind:
        budget.doubts += 1
    return Typed(kind, span, operand.why)


def equal(left: Value, right: Value, budget: Budget) -> bool | None:
    """Returns whether two values are equal for Terraform, where only those of one type can be."""
    budget.spend(1)
    if _is_null(left) or _is_null(right):
        return _null_equal(left, right)
    if isinstance(left, Known) and isinstance(right, Known):
        return _scalars_equal(left, right)
    if isinstance(left, (Table, List)) and isinstance(right, (Table, List)):
        return False if _differ(left, right, budget) else None
    for one, other in ((left, right), (right, left)):
        if isinstance(one, (Table, List)) and isinstance(other, (Known, Text)):
            return False
        if isinstance(one, Text) and isinstance(other, Known) and isinstance(other.value, str) and not isinstance(other, Loose):
            return False if equals(one, other.value) is Answer.NO else None
    return None


def _is_null(value: Value) -> bool:
    return isinstance(value, Known) and value.value is None


def _null_equal(left: Value, right: Value) -> bool | None:
    if _is_null(left) and _is_null(right):
        return True
    other = right if _is_null(left) else left
    return False if isinstance(other, (Known, Text, Table, List, Encoded, Object)) else None


def _scalars_equal(left: Known[object], right: Known[object]) -> bool | None:
    if kind_of(left) and kind_of(left) == kind_of(right):
        return left.value == right.value
    if not isinstance(left, Loose) and not isinstance(right, Loose):
        return False
    return None if scalar(left.value) == scalar(right.value) else False


def _differ(left: Value, right: Value, budget: Budget) -> bool:
    """Returns whether two values certainly differ, whatever their types are converted to."""
    budget.spend(1)
    if isinstance(left, Known) and isinstance(right, Known):
        if left.value is None or right.value is None:
            return left.value is not right.value
        return scalar(left.value) != scalar(right.value)
    if isinstance(left, List) and isinstance(right, List):
        if not (left.complete and right.complete) or isinstance(left, Set) or isinstance(right, Set):
            return False
        return len(left.items) != len(right.items) or any(_differ(a, b, budget) for a, b in zip(left.items, right.items, strict=True))
    if isinstance(left, Table) and isinstance(right, Table):
        if not (left.complete and right.complete):
            return False
        names = {entry.name for entry in left.entries}
        return names != {entry.name for entry in right.entries} or any(
            _differ(left.get(n or ""), right.get(n or ""), budget) for n in names
        )
    return isinstance(left, (Known, List, Table)) and isinstance(right, (Known, List, Table))


def _truth(value: Value) -> bool | None:
    if not isinstance(value, Known):
        return None
    return value.value if isinstance(value.value, bool) else {"true": True, "false": False}.get(str(value.value))


def _logical(operator: str, left: Value, right: Value, span: Span, budget: Budget) -> Value:
    decides = operator == "||"
    truths = [_truth(left), _truth(right)]
    for value, truth in ((left, truths[0]), (right, truths[1])):
        if truth is None and not isinstance(value, (Unknown, Text)):
            return Failed(span, why="no boolean")
        if truth is None and kind_of(value) != "bool":
            budget.doubts += 1
    if decides in truths:
        return Known(decides, span)
    if None in truths:
        return Typed("bool", span, "condition")
    return Known(not decides, span)


def _arithmetic(operator: str, left: Value, right: Value, span: Span, budget: Budget) -> Value:
    numbers = [number_of(left), number_of(right)]
    kind = "bool" if operator in ("<", ">", "<=", ">=") else "number"
    if None in numbers:
        for value, found in ((left, numbers[0]), (right, numbers[1])):
            if no_number(value):
                return Failed(span, why="no number")
            if found is None and kind_of(value) != "number":
                budget.doubts += 1
        return Typed(kind, span, "arithmetic")
    return _computed(operator, numbers[0], numbers[1], span)


def _computed(operator: str, left: int | float | None, right: int | float | None, span: Span) -> Value:
    from decimal import Decimal
    from fractions import Fraction

    a, b = Fraction(Decimal(repr(left))), Fraction(Decimal(repr(right)))
    if operator in ("<", ">", "<=", ">="):
        return Known({"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[operator], span)
    if operator in ("/", "%") and b == 0:
        return Typed("number", span, "division by zero")  # Terraform has infinities
    if operator == "%":
        # The remainder has the sign of the dividend, and is of numbers that may have fractions.
        whole = abs(a) // abs(b)
        exact = a - (whole if (a < 0) == (b < 0) else -whole) * b
    elif operator == "/":
        exact = a / b
    else:
        exact = a + b if operator == "+" else a - b if operator == "-" else a * b
    found = None if exact == 0 and (a < 0 or b < 0) and operator in "*/%" else number(exact)
    return Typed("number", span, "arithmetic") if found is None else Known(found, span)
