import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import {
  asCardOcrError,
  CardOcrError,
  type CardRequest,
  errorAnswer,
  hasFault,
  JSON_TYPE,
  modelVersion,
  parseDocument,
  parseRequest,
  REQUEST_ID_HEADER,
  requestIdOf,
  WARNINGS_HEADER,
  type WireAnswer,
} from '../lib';
import { isOperatorsFault } from '../lib/objects';
import { type AnsweredRequest, answerRequest, emptyTrace } from './answer-request';
import { corsHeaders, preflightHeaders } from './cors';
import { Documents, documentAnswer } from './documents';
import { healthAnswer, isHealthCheck } from './health';
import {
  errorRouteOf,
  type HttpEvent,
  hasRoute,
  hasSlashBehind,
  isHttpEvent,
  isMappedEvent,
  isPreflight,
  keyIdOf,
  type MappedAnswer,
  mappedRequestFrom,
  requestFrom,
  responseFrom,
  routeOf,
} from './http';
import { InvocationError } from './invocation-error';
import { isKeepWarm } from './keep-warm';
import { failureOf, log, type RequestRecord } from './log';
import { embeddedMetrics } from './metrics';
import { warmReader } from './reader';
import { type Admission, RequestQueue } from './request-queue';
import { settingsFrom } from './settings';
import { startTimeBudget } from './time-budget';

/** Resolves when the models have been loaded, or could not be: then the next request tries again. */
export const ready: Promise<unknown> = warmReader().catch(() => {});

const settings = settingsFrom(process.env);
const queue = new RequestQueue(settings.queue);
/** The documents beside the bundle, where the build puts them. */
const documents = new Documents(__dirname);
/** whether the next picture is the first one of this process; the platform loads instances of provisioned concurrency before any request */
let isCold = process.env.AWS_LAMBDA_INITIALIZATION_TYPE !== 'provisioned-concurrency';

/** The platform's context of an event, and what `serve` and other handlers add to it. */
export interface HandlerContext extends Partial<Context> {
  /**
   * reads the body of an event that has none; called once the request has a place in the queue
   *
   * @throws {Error} when it does not come in time, or breaks off
   */
  readonly body?: () => Promise<Uint8Array>;
  /** aborts when the client has gone */
  readonly left?: AbortSignal;
  /** the body of the response may be bytes */
  readonly takesBytes?: boolean;
  /** the id of the key by which the request was accepted, where the event does not have it */
  readonly keyId?: string;
}

/**
 * Answers an event: the Lambda handler.
 *
 * @param event - of a REST API, an HTTP API or a function URL; of an integration that is no proxy (`MappedEvent`); or, invoked directly, the body
 *   of a request (`image` or `inputs`); or of the schedule that keeps an instance loaded
 * @returns the HTTP response; it is not logged for health checks and documents; to a `MappedEvent` a `MappedAnswer`; to a direct invocation the answer itself; to the
 *   schedule an empty object
 * @throws {InvocationError} for every error of the contract, except where the event is of HTTP
 */
export async function handler(event: HttpEvent | object, context?: HandlerContext): Promise<APIGatewayProxyStructuredResultV2 | object> {
  if (isKeepWarm(event)) {
    isCold = false;
    await ready;
    return {};
  }
  const now = new Date();
  const requestId = requestIdOf(now, isMappedEvent(event) ? event.requestId : context?.awsRequestId);
  if (isHttpEvent(event)) return answerHttp(event, requestId, now, context);
  const outcome = await answerEvent(event, requestId, now, context);
  if ('error' in outcome) throw new InvocationError(outcome.error);
  const { answer, warnings } = outcome;
  return isMappedEvent(event) ? ({ mappedAnswer: answer, warnings: warnings.join(',') } satisfies MappedAnswer) : answer;
}

async function answerHttp(event: HttpEvent, requestId: string, now: Date, context?: HandlerContext): Promise<object> {
  const { corsOrigin, hasPage } = settings;
  const [cors, id] = [corsHeaders(corsOrigin), { [REQUEST_ID_HEADER]: requestId }];
  if (corsOrigin !== '' && isPreflight(event)) return responseFrom({ status: 204, headers: id, body: '' }, preflightHeaders(corsOrigin));
  if (isHealthCheck(event)) return responseFrom(healthAnswer(requestId), cors);
  const document = hasPage && !hasSlashBehind(event) ? await documents.at(routeOf(event)) : null;
  if (document) {
    const response = responseFrom(documentAnswer(document, id), cors);
    return context?.takesBytes ? { ...response, body: document.bytes } : response;
  }
  const outcome = await answerEvent(event, requestId, now, context);
  return responseFrom(
    'error' in outcome ? errorAnswer(outcome.error, requestId, errorRouteOf(event)) : successAnswer(outcome, requestId),
    cors,
  );
}

/**
 * @throws {CardOcrError} as `requestFrom`, `parseRequest` and `parseDocument`; `REQUEST_TIMEOUT` for a body that does not come
 */
async function requestOf(event: object, signal: AbortSignal, context?: HandlerContext): Promise<CardRequest> {
  const { bodyLimitBytes } = settings;
  if (isHttpEvent(event)) {
    const body = await context?.body?.().catch(notInTime);
    return parseRequest(requestFrom(event, bodyLimitBytes, body), signal);
  }
  return isMappedEvent(event) ? parseRequest(mappedRequestFrom(event, bodyLimitBytes)) : parseDocument(event);
}

const notInTime = (cause: unknown): never => {
  throw new CardOcrError('REQUEST_TIMEOUT', cause);
};

/** An answer, and the same as JSON: it is written once. */
type WrittenAnswer = AnsweredRequest & { readonly body: string };
type Outcome = WrittenAnswer | { readonly error: CardOcrError };

const successAnswer = ({ body, warnings }: WrittenAnswer, requestId: string): WireAnswer => ({
  status: 200,
  headers: {
    'Content-Type': JSON_TYPE,
    [REQUEST_ID_HEADER]: requestId,
    ...(warnings.length > 0 && { [WARNINGS_HEADER]: warnings.join(',') }),
  },
  body,
});

/** Answers an event within the time budget, and logs it. Never rejects. */
async function answerEvent(event: object, requestId: string, now: Date, context?: HandlerContext): Promise<Outcome> {
  const start = performance.now();
  const budget = startTimeBudget(settings.timeBudgetMs, context, context?.left);
  let request: CardRequest | undefined;
  const trace = emptyTrace();
  const wasCold = isCold;
  isCold = false;
  const work = async (admission: Admission): Promise<WrittenAnswer> => {
    request = await requestOf(event, budget.signal, context);
    if (request.inputs.length > settings.maxInputs) throw new CardOcrError('PAYLOAD_TOO_LARGE');
    admission.holdPlaces(request.inputs.length);
    const answered = await answerRequest(request, {
      reader: warmReader,
      settings,
      signal: budget.signal,
      requestId,
      today: now,
      queue,
      trace,
    });
    const body = JSON.stringify(answered.answer);
    if (Buffer.byteLength(body) > settings.answerLimitBytes) throw new CardOcrError('PAYLOAD_TOO_LARGE');
    return { ...answered, body };
  };
  const record = (status: number, code: CardOcrError['code'] | null): void => {
    const { imageBytes, pixels, cards, stages } = trace;
    const line: RequestRecord = {
      requestId,
      invocationId: context?.awsRequestId ?? null,
      keyId: context?.keyId ?? (isHttpEvent(event) ? keyIdOf(event) : null),
      form: request?.form ?? null,
      status,
      code,
      ms: Math.round(performance.now() - start),
      isCold: wasCold,
      cards,
      imageBytes,
      pixels,
      stages: Object.fromEntries(Object.entries(stages).map(([stage, ms]) => [stage, Math.round(ms)])),
      model: modelVersion,
    };
    log(settings.logLevel, 'info', line, settings.hasMetrics ? embeddedMetrics(line, now.getTime()) : undefined);
  };
  try {
    // a request for an unknown path takes no place in the queue, and its body is not read
    if (isHttpEvent(event) && !hasRoute(event)) throw new CardOcrError('INVALID_URL');
    const answered = await budget.run(queue.admit(work, budget.signal));
    record(200, null);
    return answered;
  } catch (thrown) {
    const error = asCardOcrError(thrown);
    record(error.status, error.code);
    const isOurs = hasFault(error, 'service') || isOperatorsFault(thrown);
    log(settings.logLevel, isOurs ? 'error' : 'debug', { requestId, failure: failureOf(thrown) });
    return { error };
  } finally {
    budget.end();
  }
}
