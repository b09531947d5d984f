import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CardOcrError, errorAnswer, requestIdOf } from '../lib';
import { accessCodesFrom, codeIn } from './access-codes';
import { handler as answerHttp, ready } from './api-gateway';
import { corsHeaders } from './cors';
import { errorRouteOf, hasRoute, responseFrom } from './http';
import { settingsFrom } from './settings';

/** The fields of an HTTP trigger's event that are read. */
type FcEvent = Partial<Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers' | 'body' | 'isBase64Encoded'>> & {
  readonly queryParameters?: APIGatewayProxyEventV2['queryStringParameters'];
  readonly requestContext?: { readonly http?: { readonly method?: unknown } };
};

/** The fields of the platform's context that are read. */
export interface FcContext {
  readonly requestId?: string;
  readonly function?: { readonly timeout?: number };
}

/** The name that a function URL gives its only route and stage. */
const ANY_ROUTE = '$default';

const codes = accessCodesFrom(process.env);
/** Whether anybody may call the function: only if the operator says so, as no gateway guards its URL. */
const isOpen = codes === null && process.env.ALLOW_ANYONE === 'on';
const { corsOrigin } = settingsFrom(process.env);

/**
 * The initializer: the platform sends no request to an instance before this is done, when the models have been loaded or could not be.
 *
 * @param done - the platform's callback for CommonJS modules; without it, the returned promise counts
 */
export function initialize(_context: unknown, done?: (error: null, result: string) => void): Promise<string> | undefined {
  const initialized = ready.then(() => '');
  if (!done) return initialized;
  void initialized.then((result) => done(null, result));
}

/**
 * Answers requests of an HTTP trigger: the handler of Function Compute 3.0, built-in runtime.
 *
 * @param event - JSON, `{"rawPath","headers","queryParameters","body","isBase64Encoded","requestContext":{"http":{"method"}}}`; anything
 *   else is answered like a request for an unknown path
 * @returns the HTTP response: 450 when the queue is full; 403, which is not logged, for a request without an accepted code
 *
 * Source: Alibaba Cloud, Function Compute, "Use an HTTP trigger to invoke a function".
 */
export async function handler(event: Uint8Array, context?: FcContext): Promise<APIGatewayProxyStructuredResultV2> {
  const now = new Date();
  const request = requestIn(event);
  const requestId = context?.requestId;
  const key = keyOf(request.headers);
  if (hasRoute(request) && !isOpen && key === null) {
    const refusal = errorAnswer(new CardOcrError('FORBIDDEN'), requestIdOf(now, requestId), errorRouteOf(request));
    return responseFrom(refusal, corsHeaders(corsOrigin));
  }
  const endMs = now.getTime() + 1000 * (context?.function?.timeout ?? Number.POSITIVE_INFINITY);
  const platform = { ...(requestId && { awsRequestId: requestId }), getRemainingTimeInMillis: () => endMs - Date.now() };
  return answerHttp(request, { ...platform, ...(key !== null && { keyId: key.slice(0, KEY_ID_LENGTH) }) });
}

/** Returns the hash of the code that a request shows; null where it is not accepted. */
function keyOf(headers: object | undefined): string | null {
  const code = codeIn(headers);
  return code === null || codes === null ? null : codes.hashOf(code);
}

/** How many digits of a hash are logged: enough to tell keys apart, and too few to be hidden as a card number. */
const KEY_ID_LENGTH = 11;

/** Makes of an event the event of a function URL. Bad values are left to `http.ts`, except the method, which becomes part of a text there. */
function requestIn(event: Uint8Array): APIGatewayProxyEventV2 {
  const { rawPath, headers, queryParameters, body, isBase64Encoded, requestContext } = jsonIn(event);
  const method = requestContext?.http?.method;
  return {
    routeKey: ANY_ROUTE,
    rawPath,
    headers,
    queryStringParameters: queryParameters,
    body,
    isBase64Encoded,
    requestContext: { stage: ANY_ROUTE, http: { method: typeof method === 'string' ? method : '' } },
  } as APIGatewayProxyEventV2;
}

/** Parses an event. Nothing is certain about its fields; it has none where the text is no JSON object. */
function jsonIn(event: Uint8Array): FcEvent {
  try {
    return JSON.parse(Buffer.from(event).toString('utf8')) ?? {};
  } catch {
    return {};
  }
}
