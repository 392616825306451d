"""The rule vpc-link-target."""

from __future__ import annotations

from apigw_lint.languages.uri import Arn, Fault, arn, shown, view
from apigw_lint.rule import Consequence, Rule
from apigw_lint.value import Absent, Known, List, Reference, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from apigw_lint.model import Definition, Integration, VpcLink
    from apigw_lint.rule import Finding
    from apigw_lint.value import Value


class VpcLinkTarget(Rule):
    """
    VPC link whose target API Gateway cannot reach.

    ## What it does
    Finds VPC links of version 1 (`AWS::ApiGateway::VpcLink`, `aws_api_gateway_vpc_link`) with another number of targets than one, with a
    target that is no ARN of a Network Load Balancer, or with an empty name; and integrations of REST APIs over a VPC link of version 2
    without an integration target.

    ## Why is this bad?
    API Gateway refuses such a link: `More than one target arn specified for vpc link`. A link of version 2 leads into a VPC and to no
    load balancer of its own: the integration has to name one.

    ## Example
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGateway::VpcLink
        Properties:
          Name: pets
          TargetArns:
            - arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/one/0123456789abcdef
            - arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/two/0123456789abcdef
    ```

    ## Use instead
    ```yaml
    Resources:
      Link:
        Type: AWS::ApiGateway::VpcLink
        Properties:
          Name: pets
          TargetArns:
            - arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/one/0123456789abcdef
    ```

    ## References
    - https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
    - https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html
    """

    consequence = Consequence.REJECTED
    needs = ("definition.vpc_links", "integration.connection_id")
    stage = "integration request"

    def check_definition(self, definition: Definition) -> Iterator[Finding]:
        """Looks at the VPC links of version 1."""
        for link in definition.vpc_links:
            if link.version == 1:
                for finding in self._link(link):
                    finding.address = link.address
                    yield finding

    def check_integration(self, integration: Integration) -> Iterator[Finding]:
        """Looks for the target behind a VPC link of version 2."""
        named, definition = integration.connection_id, getattr(integration.api, "definition", None)
        if not isinstance(named, Reference) or definition is None or not isinstance(integration.integration_target, Absent):
            return
        link = next((link for link in definition.vpc_links if link.address == named.target), None)
        if link is not None and link.version == 2:
            yield self.finding(
                named.span,
                f"{link.address} is a VPC link of version 2: without an integration target it leads to no load balancer",
                related=[(link.name_span, "the VPC link")],
                consequence=Consequence.BROKEN,
            )

    def _link(self, link: VpcLink) -> Iterator[Finding]:
        if isinstance(link.name, Known) and link.name.value == "":
            yield self.finding(link.name.span, "the name of a VPC link is empty")
        targets = link.target_arns
        if not isinstance(targets, List):
            return
        certain = [
            item for item in targets.items if not (isinstance(item, Unknown) and any(isinstance(c, Absent) for c in item.candidates))
        ]
        if len(certain) > 1:
            yield self.finding(
                certain[1].span,
                f"a VPC link has one target, not {len(certain)}",
                related=[(certain[0].span, "the first target")],
            )
        elif not targets.items and targets.complete:
            yield self.finding(targets.span, "a VPC link has one target, not none")
        for item in targets.items:
            yield from self._target(item)

    def _target(self, item: Value) -> Iterator[Finding]:
        seen = view(item)
        read = arn(seen.text) if seen is not None else None
        if seen is None or read is None:
            return
        if isinstance(read, Fault):
            yield self.finding(seen.at(read.start, read.end), f"target {shown(seen.text) or 'is empty: it'} {read.message}")
        elif isinstance(read, Arn) and read.resource.text.startswith(
            ("loadbalancer/app/", "loadbalancer/gwy/", "listener/", "targetgroup/")
        ):
            kind = {"app": "an Application Load Balancer", "gwy": "a Gateway Load Balancer"}
            what = kind.get(read.resource.text.split("/")[1]) if read.resource.text.startswith("loadbalancer/") else "no load balancer"
            yield self.finding(
                seen.at(read.resource.start, read.resource.end),
                f"target is {what}: a VPC link of version 1 leads to a Network Load Balancer",
            )
