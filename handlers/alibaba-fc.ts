import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CardOcrError, errorAnswer, requestIdOf } from '../lib';
import { accessCodesFrom, codeIn } from './access-codes';
import { handler as answerHttp, ready } from './api-gateway';
import { corsHeaders } from './cors';
import { errorRouteOf, hasRoute, responseFrom } from './http';
import { settingsFrom } from './settings';

/** What is read of an HTTP trigger's event. */
type FcEvent = Partial<Pick<APIGatewayProxyEventV2, 'rawPath' | 'headers' | 'body' | 'isBase64Encoded'>> & {
  readonly queryParameters?: APIGatewayProxyEventV2['queryStringParameters'];
  readonly requestContext?: { readonly http?: { readonly method?: unknown } };
};

/** What is read of the platform's context. */
export interface FcContext {
  readonly requestId?: string;
  readonly function?: { readonly timeout?: number };
}

/** As a function URL names its only route and stage. */
const ANY_ROUTE = '$default';

const codes = accessCodesFrom(process.env);
/** No gateway stands before the function, so that its URL would be open to all: only when an operator says so. */
const isOpen = codes === null && process.env.ALLOW_ANYONE === 'on';
const { corsOrigin } = settingsFrom(process.env);

/**
 * The initializer: an instance gets no request before its models are loaded, or could not be.
 *
 * @param done - given to CommonJS modules; where it is not, the promise counts
 */
export function initialize(_context: unknown, done?: (error: null, result: string) => void): Promise<string> | undefined {
  const initialized = ready.then(() => '');
  if (!done) return initialized;
  void initialized.then((result) => done(null, result));
}

/**
 * The request handler of Function Compute 3.0, built-in runtime, behind an HTTP trigger.
 *
 * @param event - JSON, `{"rawPath","headers","queryParameters","body","isBase64Encoded","requestContext":{"http":{"method"}}}`; whatever
 *   else it may be is answered like a request for a path where nothing is
 * @returns the HTTP response; when all places are taken, 450; of a request without a code that is let in, 403, which is not logged
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

/** The hash of the code that a request shows; null where it is not let in. */
function keyOf(headers: object | undefined): string | null {
  const code = codeIn(headers);
  return code === null || codes === null ? null : codes.hashOf(code);
}

/** Of a hash: enough to tell keys apart in the log, and too short to be hidden there as a number. */
const KEY_ID_LENGTH = 11;

/** The request as one of a function URL. Whatever is amiss with it is left to `http.ts`, but for what would be put into a text there. */
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

/** The fields of an event, of which nothing is certain; none when it is no JSON object. */
function jsonIn(event: Uint8Array): FcEvent {
  try {
    return JSON.parse(Buffer.from(event).toString('utf8')) ?? {};
  } catch {
    return {};
  }
}
