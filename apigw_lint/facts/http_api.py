"""What only HTTP APIs have: integrations that call an AWS service by themselves, and headers that no mapping touches.

Source: the developer guide's reference of AWS service integrations and its page on parameter mapping.
"""

from __future__ import annotations

from apigw_lint.record import Row


class Service(Row):
    """An integration subtype: the parameters that it must have, and those that it may have beside them."""

    required: tuple[str, ...]
    optional: tuple[str, ...]


_QUEUE = ("QueueUrl",)
_REGION = ("Region",)

SUBTYPES = {
    "AppConfig-GetConfiguration": Service(
        ("Application", "Environment", "Configuration", "ClientId"), ("ClientConfigurationVersion", *_REGION)
    ),
    "EventBridge-PutEvents": Service(("Detail", "DetailType", "Source"), ("Time", "EventBusName", "Resources", "TraceHeader", *_REGION)),
    "Kinesis-PutRecord": Service(("StreamName", "Data", "PartitionKey"), ("SequenceNumberForOrdering", "ExplicitHashKey", *_REGION)),
    "SQS-DeleteMessage": Service(("ReceiptHandle", *_QUEUE), _REGION),
    "SQS-PurgeQueue": Service(_QUEUE, _REGION),
    "SQS-ReceiveMessage": Service(
        _QUEUE,
        (
            "AttributeNames",
            "MaxNumberOfMessages",
            "MessageAttributeNames",
            "ReceiveRequestAttemptId",
            "VisibilityTimeout",
            "WaitTimeSeconds",
            *_REGION,
        ),
    ),
    "SQS-SendMessage": Service(
        (*_QUEUE, "MessageBody"),
        (
            "DelaySeconds",
            "MessageAttributes",
            "MessageDeduplicationId",
            "MessageGroupId",
            "MessageSystemAttributes",
            *_REGION,
        ),
    ),
    "StepFunctions-StartExecution": Service(("StateMachineArn",), ("Name", "Input", *_REGION)),
    "StepFunctions-StartSyncExecution": Service(("StateMachineArn",), ("Name", "Input", "TraceHeader", *_REGION)),
    "StepFunctions-StopExecution": Service(("ExecutionArn",), ("Cause", "Error", *_REGION)),
}
"""Integration subtype -> its parameters."""

RESERVED_HEADERS = frozenset(
    {
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-location",
        "forwarded",
        "keep-alive",
        "origin",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailers",
        "transfer-encoding",
        "upgrade",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
    }
)
"""Headers that no parameter mapping can write or remove, in lower case."""
RESERVED_PREFIXES = ("access-control-", "apigw-", "x-amz-", "x-amzn-")
"""The same of headers that start so."""
