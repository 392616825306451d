"""What stages take.

Sources: the service models apigateway 2015-07-09 and apigatewayv2 2018-11-29, and the quotas page of the developer guide. Where sources
differ (hyphens in names of stages, blanks in values of stage variables) everything that one of them takes counts as taken.
"""

from __future__ import annotations

CACHE_SIZES = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")
"""Gigabytes."""
LONGEST_CACHE_TTL = 3600
LOGGING_LEVELS = ("ERROR", "INFO", "OFF")
CACHE_CONTROL_STRATEGIES = ("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")
LONGEST_STAGE_NAME = 128
MOST_VARIABLES = 100
LONGEST_VARIABLE_NAME = 64
LONGEST_VARIABLE_VALUE = 512
