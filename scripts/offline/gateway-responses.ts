/** Failures whose answers a template must have. Names are those of the platform's response types. */
export const GATEWAY_FAILURES = [
  'MISSING_AUTHENTICATION_TOKEN',
  'UNAUTHORIZED',
  'INVALID_API_KEY',
  'REQUEST_TOO_LARGE',
  'THROTTLED',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
] as const;
export type GatewayFailure = (typeof GATEWAY_FAILURES)[number];

/** An answer of the gateway itself. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The part of a CloudFormation template that matters here. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

interface GatewayResponseProperties {
  readonly ResponseType: string;
  readonly StatusCode: string;
  readonly ResponseParameters: Readonly<Record<string, string>>;
  readonly ResponseTemplates: Readonly<Record<string, string>>;
}

const RESPONSE_TYPE = 'AWS::ApiGateway::GatewayResponse';
const HEADER = 'gatewayresponse.header.';
const LITERAL = /^'(.*)'$/;
/** Key of the template that is used whatever the client accepts. */
const TEMPLATE_KEY = 'application/json';

/**
 * Reads the gateway responses of a template.
 *
 * @returns a function that renders the answer to a failure
 * @throws {Error} when a failure has no response, or one of them cannot be rendered here
 */
export function gatewayResponses({ Resources }: Template): (failure: GatewayFailure, requestId: string) => GatewayAnswer {
  const byType = new Map(
    Object.values(Resources)
      .filter(({ Type }) => Type === RESPONSE_TYPE)
      .map(({ Properties }) => Properties as GatewayResponseProperties)
      .map((properties) => [properties.ResponseType, properties]),
  );
  const propertiesOf = (failure: GatewayFailure): GatewayResponseProperties => {
    const properties = byType.get(failure);
    if (!properties) throw new Error(`no ${RESPONSE_TYPE} of type ${failure}`);
    return properties;
  };
  const answerTo = (failure: GatewayFailure, requestId: string): GatewayAnswer => render(propertiesOf(failure), requestId);
  for (const failure of GATEWAY_FAILURES) answerTo(failure, '');
  return answerTo;
}

function render(
  { ResponseType, StatusCode, ResponseParameters, ResponseTemplates }: GatewayResponseProperties,
  requestId: string,
): GatewayAnswer {
  const headerValue = (source: string): string => {
    const value = source === 'context.requestId' ? requestId : LITERAL.exec(source)?.[1];
    if (value === undefined) throw new Error(`${ResponseType}: cannot render ${source}`);
    return value;
  };
  const body = ResponseTemplates[TEMPLATE_KEY];
  if (body === undefined || body.includes('$')) throw new Error(`${ResponseType}: needs a plain template ${TEMPLATE_KEY}`);
  return {
    status: Number(StatusCode),
    headers: Object.fromEntries(
      Object.entries(ResponseParameters).map(([name, source]) => [name.slice(HEADER.length), headerValue(source)]),
    ),
    body,
  };
}

/**
 * Returns the failure behind an answer that serverless-offline gave without the function.
 *
 * @param status - 400 for a path that cannot be parsed, 404 for one that it does not know, 403 for an unknown key, 413 for too large a body, 429 for too many
 *   requests; any other is about a function: 401 where the authorizer failed, and 504 for the time limit of the other one, after which the platform says 502
 */
export function failureOf(status: number): GatewayFailure {
  switch (status) {
    case 400:
    case 404:
      return 'MISSING_AUTHENTICATION_TOKEN';
    case 403:
      return 'INVALID_API_KEY';
    case 413:
      return 'REQUEST_TOO_LARGE';
    case 429:
      return 'THROTTLED';
    default:
      return 'INTEGRATION_FAILURE';
  }
}
