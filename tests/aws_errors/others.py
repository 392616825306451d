"""Errors of AWS that no rule foretells, each with the reason."""

NOT_OF_A_DEFINITION = {
    ("IQ-15", "Cross-account pass role is not allowed."): "which account deploys is not written in a definition",
    (
        "DM-20",
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. "
        "To create a multi-level base path mapping, use API Gateway V2.",
    ): "CloudFormation has deployed such a mapping",
}
"""No definition decides whether AWS answers it."""
