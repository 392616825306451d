"""The built-in rules: a plug-in like any other, found through the entry-point group ``apigw_lint.rules``.

Each rule is imported by name, in order of folder and file, and listed below in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .authorization.api_key_required_without_usage_plan import ApiKeyRequiredWithoutUsagePlan
from .authorization.authorizer_cache_shared_by_callers import AuthorizerCacheSharedByCallers
from .authorization.authorizer_not_found import AuthorizerNotFound
from .authorization.authorizer_of_other_type import AuthorizerOfOtherType
from .authorization.ignored_authorizer import IgnoredAuthorizer
from .authorization.ignored_authorizer_setting import IgnoredAuthorizerSetting
from .authorization.invalid_authorization_type import InvalidAuthorizationType
from .authorization.invalid_authorizer import InvalidAuthorizer
from .authorization.invalid_authorizer_type import InvalidAuthorizerType
from .authorization.invalid_authorizer_uri import InvalidAuthorizerUri
from .authorization.invalid_identity_source import InvalidIdentitySource
from .authorization.invalid_jwt_configuration import InvalidJwtConfiguration
from .authorization.invalid_resource_policy import InvalidResourcePolicy
from .authorization.open_method import OpenMethod
from .authorization.private_api_without_policy import PrivateApiWithoutPolicy
from .authorization.resource_policy_that_allows_everybody import ResourcePolicyThatAllowsEverybody
from .authorization.resource_policy_that_allows_nobody import ResourcePolicyThatAllowsNobody
from .authorization.scopes_without_scoped_authorizer import ScopesWithoutScopedAuthorizer
from .authorization.unused_authorizer import UnusedAuthorizer
from .authorization.usage_plan_without_effect import UsagePlanWithoutEffect
from .cors.any_origin import AnyOrigin
from .cors.authorized_preflight import AuthorizedPreflight
from .cors.binary_preflight import BinaryPreflight
from .cors.cors_max_age_out_of_range import CorsMaxAgeOutOfRange
from .cors.gateway_errors_without_cors_headers import GatewayErrorsWithoutCorsHeaders
from .cors.invalid_cors_origin import InvalidCorsOrigin
from .cors.missing_preflight import MissingPreflight
from .cors.preflight_does_not_allow_header import PreflightDoesNotAllowHeader
from .cors.preflight_does_not_allow_method import PreflightDoesNotAllowMethod
from .cors.preflight_without_cors_headers import PreflightWithoutCorsHeaders
from .cors.response_without_cors_header import ResponseWithoutCorsHeader
from .cors.shadowed_preflight_route import ShadowedPreflightRoute
from .cors.wildcard_origin_with_credentials import WildcardOriginWithCredentials
from .deployment.deployment_always_changes import DeploymentAlwaysChanges
from .deployment.deployment_before_methods import DeploymentBeforeMethods
from .deployment.deployment_never_changes import DeploymentNeverChanges
from .deployment.deployment_without_create_before_destroy import DeploymentWithoutCreateBeforeDestroy
from .gateway_response.duplicate_gateway_response import DuplicateGatewayResponse
from .gateway_response.fixed_gateway_response import FixedGatewayResponse
from .gateway_response.gateway_response_rewrites_all_errors import GatewayResponseRewritesAllErrors
from .gateway_response.invalid_gateway_response_mapping import InvalidGatewayResponseMapping
from .gateway_response.invalid_gateway_response_type import InvalidGatewayResponseType
from .gateway_response.quoted_message_string import QuotedMessageString
from .integration_request.async_invocation_on_proxy import AsyncInvocationOnProxy
from .integration_request.cached_method_without_cache_keys import CachedMethodWithoutCacheKeys
from .integration_request.content_conversion_with_template import ContentConversionWithTemplate
from .integration_request.header_that_breaks_the_integration import HeaderThatBreaksTheIntegration
from .integration_request.header_that_never_arrives import HeaderThatNeverArrives
from .integration_request.ignored_connection_id import IgnoredConnectionId
from .integration_request.ignored_mock_settings import IgnoredMockSettings
from .integration_request.insecure_backend import InsecureBackend
from .integration_request.integration_timeout_above_default_quota import IntegrationTimeoutAboveDefaultQuota
from .integration_request.integration_timeout_out_of_range import IntegrationTimeoutOutOfRange
from .integration_request.integration_without_http_method import IntegrationWithoutHttpMethod
from .integration_request.integration_without_uri import IntegrationWithoutUri
from .integration_request.invalid_cache_key_parameter import InvalidCacheKeyParameter
from .integration_request.invalid_content_handling import InvalidContentHandling
from .integration_request.invalid_credentials import InvalidCredentials
from .integration_request.invalid_http_uri import InvalidHttpUri
from .integration_request.invalid_integration_type import InvalidIntegrationType
from .integration_request.invalid_integration_uri import InvalidIntegrationUri
from .integration_request.invalid_mapping_expression import InvalidMappingExpression
from .integration_request.invalid_passthrough_behavior import InvalidPassthroughBehavior
from .integration_request.invalid_response_transfer_mode import InvalidResponseTransferMode
from .integration_request.lambda_integration_not_post import LambdaIntegrationNotPost
from .integration_request.mapping_from_undeclared_parameter import MappingFromUndeclaredParameter
from .integration_request.method_without_integration import MethodWithoutIntegration
from .integration_request.missing_lambda_permission import MissingLambdaPermission
from .integration_request.mock_without_status_code import MockWithoutStatusCode
from .integration_request.passthrough_never_without_templates import PassthroughNeverWithoutTemplates
from .integration_request.proxy_integration_of_other_service import ProxyIntegrationOfOtherService
from .integration_request.proxy_integration_with_mappings import ProxyIntegrationWithMappings
from .integration_request.quoted_expression import QuotedExpression
from .integration_request.service_integration_without_credentials import ServiceIntegrationWithoutCredentials
from .integration_request.template_bypassed_by_passthrough import TemplateBypassedByPassthrough
from .integration_request.template_for_content_type_never_sent import TemplateForContentTypeNeverSent
from .integration_request.unmapped_uri_variable import UnmappedUriVariable
from .integration_request.unused_path_mapping import UnusedPathMapping
from .integration_request.vpc_link_target import VpcLinkTarget
from .integration_request.vpc_link_without_connection_id import VpcLinkWithoutConnectionId
from .integration_response.backend_errors_answered_as_success import BackendErrorsAnsweredAsSuccess
from .integration_response.duplicate_integration_response import DuplicateIntegrationResponse
from .integration_response.glob_used_as_selection_pattern import GlobUsedAsSelectionPattern
from .integration_response.integration_response_without_method_response import IntegrationResponseWithoutMethodResponse
from .integration_response.invalid_response_mapping import InvalidResponseMapping
from .integration_response.invalid_selection_pattern import InvalidSelectionPattern
from .integration_response.invalid_status_code import InvalidStatusCode
from .integration_response.missing_default_integration_response import MissingDefaultIntegrationResponse
from .integration_response.response_header_without_method_response_header import ResponseHeaderWithoutMethodResponseHeader
from .integration_response.response_template_key import ResponseTemplateKey
from .integration_response.several_default_integration_responses import SeveralDefaultIntegrationResponses
from .integration_response.status_pattern_on_lambda import StatusPatternOnLambda
from .integration_response.text_pattern_on_http_backend import TextPatternOnHttpBackend
from .integration_response.unreachable_selection_pattern import UnreachableSelectionPattern
from .method_request.body_validation_on_bodiless_method import BodyValidationOnBodilessMethod
from .method_request.duplicate_method import DuplicateMethod
from .method_request.idle_request_validator import IdleRequestValidator
from .method_request.invalid_http_method import InvalidHttpMethod
from .method_request.invalid_request_parameter import InvalidRequestParameter
from .method_request.request_model_bypassed import RequestModelBypassed
from .method_request.request_model_not_found import RequestModelNotFound
from .method_request.request_parameter_in_two_locations import RequestParameterInTwoLocations
from .method_request.request_validator_not_found import RequestValidatorNotFound
from .method_request.undeclared_path_variable_required import UndeclaredPathVariableRequired
from .method_request.unenforced_request_model import UnenforcedRequestModel
from .method_request.unenforced_required_parameter import UnenforcedRequiredParameter
from .method_request.unsupported_parameter_constraint import UnsupportedParameterConstraint
from .method_response.invalid_response_parameter import InvalidResponseParameter
from .method_response.non_proxy_method_without_method_response import NonProxyMethodWithoutMethodResponse
from .method_response.remapped_response_header import RemappedResponseHeader
from .method_response.response_header_never_mapped import ResponseHeaderNeverMapped
from .method_response.response_model_not_found import ResponseModelNotFound
from .method_response.unused_method_response import UnusedMethodResponse
from .path.child_of_greedy_path import ChildOfGreedyPath
from .path.duplicate_path import DuplicatePath
from .path.partial_path_variable import PartialPathVariable
from .path.path_part_with_illegal_characters import PathPartWithIllegalCharacters
from .path.sibling_path_variables import SiblingPathVariables
from .schema.missing_property import MissingProperty
from .schema.property_of_wrong_type import PropertyOfWrongType
from .schema.unknown_property import UnknownProperty
from .schema.unresolved_reference import UnresolvedReference

if TYPE_CHECKING:
    from apigw_lint.rule import Rule

RULES: tuple[type[Rule], ...] = (
    ApiKeyRequiredWithoutUsagePlan,
    AuthorizerCacheSharedByCallers,
    AuthorizerNotFound,
    AuthorizerOfOtherType,
    IgnoredAuthorizer,
    IgnoredAuthorizerSetting,
    InvalidAuthorizationType,
    InvalidAuthorizer,
    InvalidAuthorizerType,
    InvalidAuthorizerUri,
    InvalidIdentitySource,
    InvalidJwtConfiguration,
    InvalidResourcePolicy,
    OpenMethod,
    PrivateApiWithoutPolicy,
    ResourcePolicyThatAllowsEverybody,
    ResourcePolicyThatAllowsNobody,
    ScopesWithoutScopedAuthorizer,
    UnusedAuthorizer,
    UsagePlanWithoutEffect,
    AnyOrigin,
    AuthorizedPreflight,
    BinaryPreflight,
    CorsMaxAgeOutOfRange,
    GatewayErrorsWithoutCorsHeaders,
    InvalidCorsOrigin,
    MissingPreflight,
    PreflightDoesNotAllowHeader,
    PreflightDoesNotAllowMethod,
    PreflightWithoutCorsHeaders,
    ResponseWithoutCorsHeader,
    ShadowedPreflightRoute,
    WildcardOriginWithCredentials,
    DeploymentAlwaysChanges,
    DeploymentBeforeMethods,
    DeploymentNeverChanges,
    DeploymentWithoutCreateBeforeDestroy,
    DuplicateGatewayResponse,
    FixedGatewayResponse,
    GatewayResponseRewritesAllErrors,
    InvalidGatewayResponseMapping,
    InvalidGatewayResponseType,
    QuotedMessageString,
    AsyncInvocationOnProxy,
    CachedMethodWithoutCacheKeys,
    ContentConversionWithTemplate,
    HeaderThatBreaksTheIntegration,
    HeaderThatNeverArrives,
    IgnoredConnectionId,
    IgnoredMockSettings,
    InsecureBackend,
    IntegrationTimeoutAboveDefaultQuota,
    IntegrationTimeoutOutOfRange,
    IntegrationWithoutHttpMethod,
    IntegrationWithoutUri,
    InvalidCacheKeyParameter,
    InvalidContentHandling,
    InvalidCredentials,
    InvalidHttpUri,
    InvalidIntegrationType,
    InvalidIntegrationUri,
    InvalidMappingExpression,
    InvalidPassthroughBehavior,
    InvalidResponseTransferMode,
    LambdaIntegrationNotPost,
    MappingFromUndeclaredParameter,
    MethodWithoutIntegration,
    MissingLambdaPermission,
    MockWithoutStatusCode,
    PassthroughNeverWithoutTemplates,
    ProxyIntegrationOfOtherService,
    ProxyIntegrationWithMappings,
    QuotedExpression,
    ServiceIntegrationWithoutCredentials,
    TemplateBypassedByPassthrough,
    TemplateForContentTypeNeverSent,
    UnmappedUriVariable,
    UnusedPathMapping,
    VpcLinkTarget,
    VpcLinkWithoutConnectionId,
    BackendErrorsAnsweredAsSuccess,
    DuplicateIntegrationResponse,
    GlobUsedAsSelectionPattern,
    IntegrationResponseWithoutMethodResponse,
    InvalidResponseMapping,
    InvalidSelectionPattern,
    InvalidStatusCode,
    MissingDefaultIntegrationResponse,
    ResponseHeaderWithoutMethodResponseHeader,
    ResponseTemplateKey,
    SeveralDefaultIntegrationResponses,
    StatusPatternOnLambda,
    TextPatternOnHttpBackend,
    UnreachableSelectionPattern,
    BodyValidationOnBodilessMethod,
    DuplicateMethod,
    IdleRequestValidator,
    InvalidHttpMethod,
    InvalidRequestParameter,
    RequestModelBypassed,
    RequestModelNotFound,
    RequestParameterInTwoLocations,
    RequestValidatorNotFound,
    UndeclaredPathVariableRequired,
    UnenforcedRequestModel,
    UnenforcedRequiredParameter,
    UnsupportedParameterConstraint,
    InvalidResponseParameter,
    NonProxyMethodWithoutMethodResponse,
    RemappedResponseHeader,
    ResponseHeaderNeverMapped,
    ResponseModelNotFound,
    UnusedMethodResponse,
    ChildOfGreedyPath,
    DuplicatePath,
    PartialPathVariable,
    PathPartWithIllegalCharacters,
    SiblingPathVariables,
    MissingProperty,
    PropertyOfWrongType,
    UnknownProperty,
    UnresolvedReference,
)
