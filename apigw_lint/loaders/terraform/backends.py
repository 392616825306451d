"""Lambda functions and IAM roles of the same files, as far as rules about integrations need them."""

from __future__ import annotations

from apigw_lint.loaders.terraform.fields import number, part, strings
from apigw_lint.loaders.terraform.instance import blocks
from apigw_lint.model import Function, Role
from apigw_lint.value import Absent, Answer, Entry, Known, List, Reference, Table, Unknown, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from apigw_lint.loaders.terraform.data import Documents
    from apigw_lint.loaders.terraform.instance import Instance
    from apigw_lint.loaders.terraform.links import Addresses
    from apigw_lint.model import Definition
    from apigw_lint.value import Value


class Backends:
    """Functions, aliases of functions, roles and what is attached to them."""

    def __init__(self, definition: Definition, addresses: Addresses, documents: Documents) -> None:
        self._definition = definition
        self._addresses = addresses
        self._documents = documents
        self._functions: dict[str, Function] = {}
        self._roles: dict[str, _Role] = {}
        self._complete = True

    def function(self, instance: Instance) -> None:
        """Adds an ``aws_lambda_function``."""
        timeout = instance.values.get("timeout")
        found = Function(name=instance.values.get("function_name"), timeout=number(timeout), **part(instance))
        self._functions[instance.address] = found
        self._definition.functions.add(found)

    def alias(self, instance: Instance) -> None:
        """Adds an ``aws_lambda_alias`` as the function that it stands for."""
        name = instance.values.get("function_name")
        function = self._function(name)
        timeout = function.timeout if function is not None else Unknown(name.span, why="timeout of another function")
        self._definition.functions.add(Function(name=function.name if function else name, timeout=timeout, **part(instance)))

    def role(self, instance: Instance) -> None:
        """Adds an ``aws_iam_role``."""
        self._roles[instance.address] = _Role(instance, self._documents)

    def attachment(self, instance: Instance) -> None:
        """Adds a policy, written in place or attached by its ARN, to its role."""
        name = instance.values.get("role")
        role = self._role(name)
        if role is None:
            self._complete = self._complete and isinstance(name, Known)
        elif instance.type == "aws_iam_role_policy":
            role.add_policy(instance.values, self._documents)
        else:
            role.managed.append(instance.values.get("policy_arn"))

    def close(self, complete: bool) -> None:
        """Adds the roles, once all that is attached to them is known."""
        for role in self._roles.values():
            self._definition.roles.add(role.built(complete and self._complete))

    def _function(self, name: Value) -> Function | None:
        """Returns the function that a name, an ARN or a reference to either stands for."""
        found = self._addresses.instance(name, "aws_lambda_function")
        if found is not None:
            return self._functions.get(found.address)
        return next((one for one in self._functions.values() if same(one.name, name) is Answer.YES), None)

    def _role(self, name: Value) -> _Role | None:
        found = self._addresses.instance(name, "aws_iam_role")
        if found is not None:
            return self._roles.get(found.address)
        if isinstance(name, Reference):
            return None
        return next((role for role in self._roles.values() if same(role.instance.values.get("name"), name) is Answer.YES), None)


class _Role:
    """A role that is being put together."""

    def __init__(self, instance: Instance, documents: Documents) -> None:
        self.instance = instance
        self._assume = documents.opened(instance.values.get("assume_role_policy"))
        self.policies: list[Value] = []
        self.managed: list[Value] = []
        written = blocks(instance.values, "inline_policy")
        for block in written.items:
            if isinstance(block, Table):
                self.add_policy(block, documents)
        self._complete = written.complete

    def add_policy(self, values: Table, documents: Documents) -> None:
        """Adds a policy with its name, in the shape in which CloudFormation writes it."""
        document = documents.opened(values.get("policy"))
        found = [("PolicyName", values.get("name")), ("PolicyDocument", document)]
        entries = [Entry(Known(key, value.span), value) for key, value in found if not isinstance(value, Absent)]
        self.policies.append(Table(entries, values.span))

    def built(self, complete: bool) -> Role:
        """Returns the role."""
        span = self.instance.span
        found = Role(assume_role_policy=self._assume, **part(self.instance))
        if self.policies or not (complete and self._complete):
            found.policies = List(self.policies, span, complete and self._complete)
        own = strings(self.instance.values.get("managed_policy_arns"))
        arns = [*(own.items if isinstance(own, List) else ()), *self.managed]
        known_list = isinstance(own, Absent) or (isinstance(own, List) and own.complete)
        if arns or not (complete and known_list):
            found.managed_policy_arns = List(arns, span, complete and known_list)
        return found
