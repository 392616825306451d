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

SAM = {
    ("CO-09", "'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set"): "invalid-sam-cors",
    ("SA-06", "Invalid key 'X' for 'Cors' property."): "invalid-sam-cors",
    ("SA-12", "Lambda integration already exists on Path=X, Method=Y"): "duplicate-method",
}
"""Errors of the SAM translator, which come with the loader of SAM templates; the rule that will say it."""

NOT_YET: dict[tuple[str, str], str] = {}
"""Errors whose rule is not there yet, by the name of the rule."""
