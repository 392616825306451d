"""What SAM's translator refuses is foretold, each refusal at the property that it is about."""

import re
from functools import cache

import pytest
from support import CORPUS

from apigw_lint.lint import Settings, lint_paths

REFUSED = CORPUS / "sam-refused"
FORETOLD = {
    "error_api_auth_null_path_item": {"invalid-sam-definition": [14]},
    "error_api_authorizer_property_indentity_header_with_invalid_type": {"invalid-sam-auth": [54, 74]},
    "error_api_authorizer_property_indentity_with_invalid_type": {"invalid-sam-auth": [47, 60, 72, 86]},
    "error_api_domain_access_association_not_dict": {"invalid-sam-domain": [14]},
    "error_api_event_ref_http_api": {"invalid-sam-event": [14]},
    "error_api_event_ref_invalid_resource": {"missing-property": [16]},
    "error_api_gateway_responses_nonnumeric_status_code": {"invalid-sam-gateway-response": [22]},
    "error_api_gateway_responses_responseparameter_invalid_type": {"invalid-sam-gateway-response": [24]},
    "error_api_gateway_responses_unknown_responseparameter_property": {"invalid-sam-gateway-response": [23]},
    "error_api_invalid_auth": {
        "undefined-sam-authorizer": [13, 37, 60, 85, 110, 171],
        "property-of-wrong-type": [116],
        "invalid-sam-auth": [123, 138, 153, 182, 190, 203, 212, 239, 253, 261, 268, 278, 287],
        "definition-given-twice": [130],
        "invalid-sam-definition": [144],
    },
    "error_api_invalid_auth_identity_cognito": {"invalid-sam-auth": [11]},
    "error_api_invalid_auth_identity_lambda_request": {"invalid-sam-auth": [13]},
    "error_api_invalid_definitionbody": {"property-of-wrong-type": [7]},
    "error_api_invalid_endpoint_configuration_openapi_3": {"invalid-sam-definition": [11]},
    "error_api_invalid_endpoint_configuration_with_vpc": {"invalid-sam-endpoint-configuration": [12]},
    "error_api_invalid_event_authorizer_type": {"invalid-sam-auth": [25]},
    "error_api_invalid_openapi_path_with_invalid_responses": {"invalid-sam-definition": [17]},
    "error_api_invalid_openapi_path_with_string_responses": {"invalid-sam-definition": [15]},
    "error_api_invalid_path": {"invalid-sam-definition": [10]},
    "error_api_invalid_request_model": {
        "invalid-sam-event": [22, 50, 98],
        "invalid-sam-definition": [57, 75],
        "definition-given-twice": [64],
    },
    "error_api_invalid_restapiid": {"invalid-sam-event": [30]},
    "error_api_invalid_security": {"invalid-sam-definition": [26]},
    "error_api_invalid_source_vpc_blacklist": {"invalid-sam-auth": [5]},
    "error_api_invalid_source_vpc_whitelist": {"invalid-sam-auth": [5]},
    "error_api_invalid_stagename": {"invalid-stage": [6]},
    "error_api_invalid_usage_plan": {"invalid-sam-auth": [10]},
    "error_api_merge_definitions_with_definitionuri": {"definition-given-twice": [19]},
    "error_api_mtls_configuration_invalid_field": {"invalid-sam-domain": [13]},
    "error_api_mtls_configuration_invalid_type": {"invalid-sam-domain": [13]},
    "error_api_no_cors_invalid_openapi_string_path": {"invalid-sam-definition": [12]},
    "error_api_override_api_auth_without_authorizer": {"undefined-sam-authorizer": [65]},
    "error_api_request_model_with_intrinsics_validator": {"invalid-sam-event": [35, 54, 73]},
    "error_api_swagger_integration_with_condition_intrinsic_api_id": {"invalid-sam-event": [15]},
    "error_api_swagger_integration_with_find_in_map_intrinsic_api_id": {"invalid-sam-event": [17]},
    "error_api_swagger_integration_with_join_intrinsic_api_id": {"invalid-sam-event": [12]},
    "error_api_swagger_integration_with_transform_intrinsic_api_id": {"invalid-sam-event": [13]},
    "error_api_with_cors_and_empty_allow_origin": {"invalid-sam-cors": [48]},
    "error_api_with_custom_domains_route53_invalid_type": {"invalid-sam-domain": [33]},
    "error_api_with_disable_api_endpoint_and_definition_body_with_swagger_definition_not_explicitly_in_template": {
        "invalid-sam-definition": [7]
    },
    "error_api_with_disable_api_execute_endpoint_false": {"definition-given-twice": [6]},
    "error_api_with_invalid_if_condition_swagger": {"invalid-sam-definition": [20]},
    "error_api_with_models_of_invalid_type": {"property-of-wrong-type": [7]},
    "error_cors_credentials_true_without_explicit_origin": {"invalid-sam-cors": [4]},
    "error_cors_on_external_swagger": {"definition-given-twice": [7]},
    "error_default_authorizer_should_be_string_in_api": {"invalid-sam-auth": [10, 24]},
    "error_existing_role_logical_id": {"generated-id-taken": [40]},
    "error_function_invalid_event_api_ref": {"invalid-sam-event": [16]},
    "error_function_invalid_event_http_api_ref": {"invalid-sam-event": [16]},
    "error_function_invalid_event_type": {"invalid-sam-event": [10, 22]},
    "error_function_invalid_request_parameters": {"invalid-sam-event": [16, 31, 46, 78, 94, 109]},
    "error_function_with_method_auth_and_no_api_auth": {"undefined-sam-authorizer": [15]},
    "error_gateway_response_invalid_type_int": {"invalid-sam-gateway-response": [19]},
    "error_gateway_response_invalid_type_intrinsic": {"invalid-sam-gateway-response": [10]},
    "error_globals_api_with_stage_name": {"invalid-globals": [11]},
    "error_http_api_event_invalid_api": {"invalid-sam-event": [12, 24], "property-of-wrong-type": [38]},
    "error_http_api_event_multiple_same_path": {"invalid-sam-event": [11]},
    "error_http_api_invalid_auth": {"undefined-sam-authorizer": [14, 27, 40, 85], "invalid-sam-auth": [54, 169]},
    "error_http_api_invalid_basepath_type": {"invalid-sam-domain": [10]},
    "error_http_api_invalid_disable_execute_api_endpoint": {"property-of-wrong-type": [5]},
    "error_http_api_invalid_lambda_auth": {"invalid-sam-auth": [44, 65, 88, 101]},
    "error_http_api_invalid_openapi": {"invalid-sam-definition": [17]},
    "error_http_api_list_route_settings": {"property-of-wrong-type": [7]},
    "error_http_api_null_method": {"invalid-sam-definition": [18]},
    "error_http_api_tags": {"invalid-sam-definition": [5]},
    "error_http_api_with_cors_def_uri": {"definition-given-twice": [5]},
    "error_http_api_with_disable_api_execute_endpoint_false": {"definition-given-twice": [6]},
    "error_http_api_with_invalid_auth_while_method_auth_is_none": {"undefined-sam-authorizer": [43], "property-of-wrong-type": [50]},
    "error_http_api_with_invalid_jwt_configuration": {"invalid-sam-auth": [35]},
    "error_httpapi_mtls_configuration_invalid_type": {"invalid-sam-domain": [12]},
    "error_implicit_http_api_auth_any_method": {"invalid-sam-definition": [8]},
    "error_implicit_http_api_method": {"invalid-sam-event": [10]},
    "error_invalid_cors_dict": {"invalid-sam-cors": [4]},
    "error_invalid_method_definition": {"invalid-sam-definition": [45]},
    "error_invalid_resource_parameters": {"unknown-property": [5]},
    "error_multiple_resource_errors": {"invalid-definition-uri": [6, 12]},
    "error_null_method_definition": {"invalid-sam-definition": [15]},
    "error_resource_policy_not_dict_empty_api": {"invalid-sam-auth": [25]},
    "error_separate_route53_recordset_group": {"invalid-sam-domain": [59]},
    "error_state_machine_with_api_auth_none": {"undefined-sam-authorizer": [54]},
    "error_state_machine_with_api_intrinsics": {"property-of-wrong-type": [36]},
    "error_state_machine_with_no_api_authorizers": {"undefined-sam-authorizer": [43]},
    "error_state_machine_with_undefined_api_authorizer": {"undefined-sam-authorizer": [55]},
    "error_swagger_security_not_dict_with_api_key_required": {"invalid-sam-definition": [43]},
    "error_websocket_api_auth_no_connect": {"invalid-sam-websocket-api": [17]},
    "error_websocket_api_authid_none_auth": {"invalid-sam-websocket-api": [19]},
    "error_websocket_api_config_no_auth": {"invalid-sam-websocket-api": [17]},
    "error_websocket_api_empty_routes": {"invalid-sam-websocket-api": [12]},
    "error_websocket_api_invalid_basepath_type": {"invalid-sam-domain": [17]},
    "error_websocket_api_invalid_route_name": {"invalid-sam-websocket-api": [13]},
    "error_websocket_api_invalid_stage_name": {"invalid-sam-websocket-api": [12]},
    "error_websocket_api_list_access_log_settings": {"property-of-wrong-type": [12]},
    "error_websocket_api_list_default_route_settings": {"property-of-wrong-type": [12]},
    "error_websocket_api_no_routes": {"missing-property": [8]},
    "error_websocket_api_non_connect_request_parameters": {"invalid-sam-websocket-api": [15]},
    "error_websocket_api_none_auth_config": {"invalid-sam-websocket-api": [18]},
    "error_websocket_api_route_no_function": {"invalid-sam-websocket-api": [13]},
}
"""Of each file the rules that foretell a refusal, and the line on which each does."""
ELSEWHERE = {
    "error_api_with_models_of_invalid_type": ["the request model of an event, which only follows from the API's Models that are no map"],
    "error_cognito_trigger_invalid_type": ["a Cognito trigger"],
    "error_cognito_userpool_duplicate_trigger": ["a Cognito trigger"],
    "error_cognito_userpool_not_string": ["a Cognito trigger"],
    "error_function_invalid_event_type": ["an S3 event"],
    "error_multiple_resource_errors": ["the code of a function", "the code of a function", "an S3 event"],
    "error_tenancy_with_sns_event": ["an SNS event of a function with tenants"],
    "error_tenancy_with_sqs_event": ["an SQS event of a function with tenants"],
}
"""What the other refusals of a file are about: nothing that concerns an API, or nothing of its own."""

pytestmark = pytest.mark.skipif(not REFUSED.is_dir(), reason="the corpus is not here")


@cache
def answers():
    """Returns of each file how many faults SAM's translator finds in it."""
    lines = (REFUSED / "errors.tsv").read_text(encoding="utf-8").splitlines()
    named = (line.split("\t", 1) for line in lines if "\t" in line)
    return {name: int(re.search(r"Number of errors found: (\d+)", words)[1]) for name, words in named}


def rejected(name):
    report = lint_paths([str(REFUSED / f"{name}.yaml")], Settings(isolated=True, debug=True))
    assert [] == report.errors
    return {(finding.rule, finding.span.first.line) for finding in report.findings if finding.consequence.value == "rejected"}


@pytest.mark.parametrize("name", sorted(FORETOLD))
def test_what_sam_refuses_in_an_api_is_foretold_at_its_property(name):
    expected = {(rule, line) for rule, lines in FORETOLD[name].items() for line in lines}

    assert set() == expected - rejected(name)


def test_every_refusal_is_foretold_or_about_something_else():
    counted = {
        name: sum(len(lines) for lines in FORETOLD.get(name, {}).values()) + len(ELSEWHERE.get(name, ()))
        for name in {*FORETOLD, *ELSEWHERE}
    }

    assert answers() == counted
    assert {path.stem for path in REFUSED.glob("*.yaml")} == set(counted)


@pytest.mark.parametrize("name", sorted(set(ELSEWHERE) - set(FORETOLD)))
def test_what_is_refused_outside_of_apis_is_no_finding(name):
    assert set() == rejected(name)
