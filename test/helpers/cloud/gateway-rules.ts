import { parse } from 'velocityjs';
import { type Account, type Properties, Refusal, type Thing } from './account';

const STATUS = /^[1-5]\d\d$/;
const LITERAL = /^'[^']*'$/;
const CONTEXT = /^(context|stageVariables)\.[\w.]+$/;
const FROM_INTEGRATION = /^integration\.response\.(header\.[\w-]+|body(\.[\w.[\]]+)?)$/;
const FROM_REQUEST = /^method\.request\.(header|querystring|path|body)\.[\w.-]+$/;

/** Source: Amazon API Gateway Developer Guide, "Gateway response types". */
const RESPONSE_TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];

const invalid = (value: unknown, at: string, constraint: string): Refusal =>
  new Refusal(`1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy ${constraint}`);
const invalidMapping = (fault: string): Refusal =>
  new Refusal(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${fault}]`);

function checkStatus(status: unknown, at: string): void {
  if (!STATUS.test(String(status))) throw invalid(status, at, 'regular expression pattern: [1-5]\\d\\d');
}

function checkTemplates(templates: Properties = {}): void {
  for (const template of Object.values(templates)) {
    try {
      parse(template);
    } catch (error) {
      throw new Refusal(`Invalid mapping template: ${(error as Error).message}`);
    }
  }
}

/** Throws what the API refuses about a gateway response. */
export function checkGatewayResponse(properties: Properties, account: Account, self?: Thing): void {
  const { RestApiId, ResponseType, StatusCode, ResponseParameters = {}, ResponseTemplates } = properties;
  if (!RESPONSE_TYPES.includes(ResponseType)) throw invalid(ResponseType, 'responseType', `enum value set: [${RESPONSE_TYPES.join(', ')}]`);
  if (StatusCode !== undefined) checkStatus(StatusCode, 'putGatewayResponseInput.statusCode');
  const same = account
    .ofType('AWS::ApiGateway::GatewayResponse')
    .find(({ properties: other }) => other.RestApiId === RestApiId && other.ResponseType === ResponseType);
  if (same && same !== self) throw new Refusal(`GatewayResponse of type ${ResponseType} already exists`);
  for (const [target, source] of Object.entries(ResponseParameters)) {
    const isKnown = [LITERAL, CONTEXT, FROM_REQUEST].some((form) => form.test(String(source)));
    if (!/^gatewayresponse\.header\.[\w-]+$/.test(target) || !isKnown)
      throw invalidMapping(`Invalid mapping expression specified: ${target}: ${source}`);
  }
  checkTemplates(ResponseTemplates);
}

/** Throws what the API refuses about a method and its integration. */
export function checkMethod(properties: Properties, account: Account): void {
  const { AuthorizationType, AuthorizerId, MethodResponses = [], Integration = {} } = properties;
  const { Type, PassthroughBehavior, RequestTemplates, IntegrationResponses = [] } = Integration;
  if (AuthorizationType === 'CUSTOM' && !account.find('AWS::ApiGateway::Authorizer', AuthorizerId))
    throw new Refusal(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  if (!['AWS', 'AWS_PROXY', 'MOCK'].includes(Type))
    throw invalid(Type, 'putIntegrationInput.type', 'enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]');
  if (PassthroughBehavior !== undefined && !PASSTHROUGH.includes(PassthroughBehavior))
    throw invalid(PassthroughBehavior, 'putIntegrationInput.passthroughBehavior', `enum value set: [${PASSTHROUGH.join(', ')}]`);
  checkTemplates(RequestTemplates);
  for (const { StatusCode } of MethodResponses) checkStatus(StatusCode, 'statusCode');
  const statuses = IntegrationResponses.map(({ StatusCode }: Properties) => String(StatusCode));
  if (new Set(statuses).size < statuses.length) throw new Refusal('Response already exists for this resource');
  for (const { StatusCode, SelectionPattern = '', ResponseParameters = {}, ResponseTemplates } of IntegrationResponses) {
    checkStatus(StatusCode, 'statusCode');
    const method = MethodResponses.find((response: Properties) => String(response.StatusCode) === String(StatusCode));
    if (!method) throw invalidMapping('No method response exists for method.');
    for (const [target, source] of Object.entries(ResponseParameters)) {
      if (!(target in (method.ResponseParameters ?? {}))) throw invalidMapping(`Invalid mapping expression parameter specified: ${target}`);
      if (![LITERAL, CONTEXT, FROM_INTEGRATION].some((form) => form.test(String(source))))
        throw invalidMapping(`Invalid mapping expression specified: ${source}`);
    }
    checkPattern(SelectionPattern);
    checkTemplates(ResponseTemplates);
  }
}

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw new Refusal(`Invalid selection pattern: ${pattern}`);
  }
}
