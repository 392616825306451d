"""The rule quota-exceeded."""

from __future__ import annotations

from apigw_lint.facts import quotas
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import List, Reference, Table, known, strings, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Api, ApiKey, Authorizer, BasePathMapping, Definition, Method, Model, Stage, UsagePlanKey
    from apigw_lint.rule import Finding
    from apigw_lint.source import Span
    from apigw_lint.value import Value


class QuotaExceeded(Rule):
    """
    More than API Gateway takes.

    ## What it does
    Counts what one definition makes against the quotas of API Gateway: resources, routes, integrations, stages and authorizers of an API,
    scopes of a route, audiences of an authorizer, throttles of a plan, plans of a key, subnets of a link, tags; and measures schemas, log
    formats and API keys.

    ## Why is this bad?
    What is more is refused, unless AWS has raised the quota of the account: those that it can raise are told apart as advice.

    ## Example
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGatewayV2::VpcLink
        Properties:
          Name: pets
          SubnetIds: [subnet-1, subnet-2, subnet-3, subnet-4, subnet-5, subnet-6, subnet-7, subnet-8, subnet-9, subnet-a, subnet-b]
    ```

    ## Use instead
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGatewayV2::VpcLink
        Properties:
          Name: pets
          SubnetIds: [subnet-1, subnet-2]
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    """

    consequence = Consequence.REJECTED
    kinds = ("REST", "HTTP", "WEBSOCKET")

    def check_api(self, api: Api) -> Iterator[Finding]:
        """Counts the parts of an API."""
        for quota in quotas.OF_APIS.get(api.kind, ()):
            parts = [part for part in getattr(api, quota.collection) if part.certain]
            own = 1 if quota.collection == "resources" else 0  # The root is a resource too.
            if len(parts) + own > quota.most:
                yield self._over(parts[quota.most - own].name_span, len(parts) + own, quota.words, quota.most, quota.adjustable)

    def check_method(self, method: Method) -> Iterator[Finding]:
        """Counts the scopes of a route."""
        if method.api is not None and method.api.kind == "HTTP":
            yield from self._many(method.authorization_scopes, "scopes", quotas.MOST_SCOPES)

    def check_authorizer(self, authorizer: Authorizer) -> Iterator[Finding]:
        """Counts the audiences of an authorizer."""
        yield from self._many(authorizer.jwt_audience, "audiences", quotas.MOST_AUDIENCES)

    def check_model(self, model: Model) -> Iterator[Finding]:
        """Measures a schema that is written as text."""
        kind = model.api.kind if model.api is not None else ""
        text = known(model.schema, str)
        length = len(text.encode() if kind == "REST" else text) if text is not None else 0
        if length > quotas.LONGEST_SCHEMA.get(kind, length):
            unit = "bytes" if kind == "REST" else "characters"
            yield self.finding(model.schema.span, f"a schema of {length} {unit}: API Gateway takes {quotas.LONGEST_SCHEMA[kind]}")

    def check_stage(self, stage: Stage) -> Iterator[Finding]:
        """Measures the log format of an HTTP API."""
        log = stage.access_log_settings
        length = len((known(log.format, str) or "").encode()) if log is not None else 0
        if log is not None and stage.api.kind == "HTTP" and length > quotas.LONGEST_LOG_FORMAT:
            yield self.finding(log.format.span, f"a log format of {length} bytes: API Gateway takes {quotas.LONGEST_LOG_FORMAT}")

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Counts and measures what stands beside APIs."""
        for link in definition.vpc_links:
            yield from self._many(link.subnet_ids, "subnets", quotas.MOST_SUBNETS, adjustable=True)
        for plan in definition.usage_plans:
            for stage in plan.api_stages:
                yield from self._many(stage.throttle, "throttles of methods", quotas.MOST_THROTTLES, adjustable=True)
        for key in definition.api_keys:
            yield from self._key(key)
        for resource in definition.resources:
            for tags in tables(resource.properties):
                yield from self._many(tags.get("Tags"), "tags", quotas.MOST_TAGS)
                yield from self._many(tags.get("tags"), "tags", quotas.MOST_TAGS)
        yield from self._joins(definition)

    def _key(self, key: ApiKey) -> Iterator[Finding]:
        lengths = ((key.name, "name", quotas.LONGEST_KEY_NAME), (key.description, "description", quotas.LONGEST_KEY_DESCRIPTION))
        for value, what, most in lengths:
            for text in strings(value):
                if len(text.value) > most:
                    yield self.finding(text.span, f"the {what} of the API key has {len(text.value)} characters: {most} are taken")
        least, most = quotas.KEY_VALUE
        for text in strings(key.value):
            if text.value and not least <= len(text.value) <= most:
                yield self.finding(text.span, f"the API key has {len(text.value)} characters: {least} to {most} are taken")

    def _joins(self, definition: Definition) -> Iterator[Finding]:
        plans: dict[str, list[UsagePlanKey]] = {}
        for join in definition.usage_plan_keys:
            if join.certain and isinstance(join.key_id, Reference):
                plans.setdefault(join.key_id.target, []).append(join)
        levels: dict[str, list[BasePathMapping]] = {}
        for mapping in definition.base_path_mappings:
            domain = mapping.domain_name.target if isinstance(mapping.domain_name, Reference) else known(mapping.domain_name, str)
            if domain is not None and mapping.certain and "/" in (known(mapping.base_path, str) or ""):
                levels.setdefault(domain, []).append(mapping)
        for several in plans.values():
            if len(several) > quotas.MOST_PLANS:
                yield self._over(several[quotas.MOST_PLANS].name_span, len(several), "usage plans of one key", quotas.MOST_PLANS, True)
        most = quotas.MOST_MULTI_LEVEL_MAPPINGS
        for mapped in levels.values():
            if len(mapped) > most:
                yield self._over(mapped[most].name_span, len(mapped), "base paths of several levels on one domain", most, False)

    def _many(self, value: Value, words: str, most: int, adjustable: bool = False) -> Iterator[Finding]:
        if isinstance(value, List) and len(value.items) > most:
            yield self._over(value.items[most].span, len(value.items), words, most, adjustable)
        elif isinstance(value, Table) and len(list(value.known())) > most:
            found = list(value.known())
            yield self._over(found[most][0].span, len(found), words, most, adjustable)

    def _over(self, span: Span, number: int, words: str, most: int, adjustable: bool) -> Finding:
        taken = f"API Gateway takes {most}" + (" unless the quota of the account was raised" if adjustable else "")
        return self.finding(span, f"{number} {words}: {taken}", consequence=Consequence.ADVISED if adjustable else None)
