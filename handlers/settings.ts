import { availableParallelism } from 'node:os';
import { confidenceFrom, DEFAULT_MIN_CONFIDENCE, MAX_INPUTS } from '../lib';
import { isBucketName } from '../lib/objects';
import { originIn } from './cors';
import type { QueueLimits } from './request-queue';

/** The settings of the service, which an operator sets in the environment. */
export interface Settings {
  /** the largest body of a request; the platform's own limits (10 MB at the gateway, 6 MB into the function) come before it */
  readonly bodyLimitBytes: number;
  /** the largest answer; Lambda's own limit is 6 MB; default: none */
  readonly answerLimitBytes: number;
  /** the largest file of a picture, wherever it comes from; for several pictures in a request, the sum of their files */
  readonly imageLimitBytes: number;
  /** the S3 buckets that `s3://` may read */
  readonly buckets: readonly string[];
  /** the longest that a request may take; the end of the invocation limits it anyway; default: no other limit */
  readonly timeBudgetMs: number;
  readonly logLevel: LogLevel;
  /** whether a request's log line also has metrics (embedded metric format) */
  readonly hasMetrics: boolean;
  /** how many pictures one process reads at once, how many more it accepts, and how long they wait */
  readonly queue: QueueLimits;
  /** whether browsers get the try-it page and the description of the API: see `Documents` */
  readonly hasPage: boolean;
  /** the origin of pages that may read answers: see `corsHeaders` */
  readonly corsOrigin: string;
  /** how many pictures one request may bring: for the usage plan's quota it counts as one request, however many it brings */
  readonly maxInputs: number;
  /** see `CardOptions.minConfidence` */
  readonly minConfidence: number;
  /** for tests only: see `SourceLimits.allowAddresses` */
  readonly allowAddresses: readonly string[];
}

/** How much is logged. `error`: only failures of the service itself and its access to S3; `info`: also one line per request; `debug`: also the errors underneath. */
export const LOG_LEVELS = ['error', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const MIB = 2 ** 20;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of the service.
 *
 * @param env - `process.env`
 */
export function settingsFrom(env: Environment): Settings {
  const set = <Name extends Variable>(name: Name) => VARIABLES[name](env[name] ?? '') as ReturnType<(typeof VARIABLES)[Name]>;
  return {
    bodyLimitBytes: set('BODY_LIMIT_BYTES') ?? 10 * MIB,
    answerLimitBytes: set('ANSWER_LIMIT_BYTES') ?? Number.POSITIVE_INFINITY,
    imageLimitBytes: set('IMAGE_LIMIT_BYTES') ?? 20 * MIB,
    buckets: set('S3_BUCKETS') ?? [],
    timeBudgetMs: set('TIME_BUDGET_MS') ?? Number.POSITIVE_INFINITY,
    hasMetrics: set('METRICS') ?? false,
    hasPage: set('PAGE') ?? false,
    queue: {
      running: set('MAX_RUNNING') ?? availableParallelism(),
      waiting: set('MAX_WAITING') ?? 16,
      waitingMs: set('MAX_WAITING_MS') ?? 5000,
    },
    maxInputs: set('MAX_INPUTS') ?? MAX_INPUTS,
    logLevel: set('LOG_LEVEL') ?? 'info',
    corsOrigin: set('CORS_ORIGIN') ?? '',
    minConfidence: set('MIN_CONFIDENCE') ?? DEFAULT_MIN_CONFIDENCE,
    allowAddresses: allowedAddresses(env),
  };
}

const fromOne = (text: string): number | undefined => (Number(text) > 0 ? Math.ceil(Number(text)) : undefined);
const fromOneTo =
  (most: number) =>
  (text: string): number | undefined =>
    Number(text) <= most ? fromOne(text) : undefined;
/** A body has room in one string, of 512 MiB at most. */
const MAX_BYTES = 500 * MIB;
const onOrOff = (text: string): boolean | undefined => (text === 'on' || text === 'off' ? text === 'on' : undefined);

/** The variables that take only some values, and how to parse each; `undefined`: the value makes no sense. */
const VARIABLES = {
  BODY_LIMIT_BYTES: fromOneTo(MAX_BYTES),
  ANSWER_LIMIT_BYTES: fromOne,
  IMAGE_LIMIT_BYTES: fromOneTo(MAX_BYTES),
  TIME_BUDGET_MS: fromOne,
  METRICS: onOrOff,
  PAGE: onOrOff,
  MAX_RUNNING: fromOne,
  // 0 is allowed, too
  MAX_WAITING: (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
  MAX_WAITING_MS: fromOne,
  MAX_INPUTS: fromOneTo(MAX_INPUTS),
  LOG_LEVEL: (text: string) => LOG_LEVELS.find((level) => level === text),
  CORS_ORIGIN: (text: string) => originIn(text) || undefined,
  MIN_CONFIDENCE: confidenceFrom,
  S3_BUCKETS: (text: string) => (list(text).every(isBucketName) ? list(text) : undefined),
} as const;
type Variable = keyof typeof VARIABLES;

/**
 * Returns the names of variables whose values make no sense, so that they count as if they were not set.
 *
 * @param env - `process.env`
 */
export const ignoredVariables = (env: Environment): string[] =>
  Object.entries(VARIABLES).flatMap(([name, meaning]) => (env[name] && meaning(env[name]) === undefined ? [name] : []));

/** Addresses that tests may download from; none elsewhere. */
const allowedAddresses = ({ NODE_ENV, TEST_ONLY_ALLOW_ADDRESSES }: Environment): string[] =>
  NODE_ENV === 'test' ? list(TEST_ONLY_ALLOW_ADDRESSES) : [];

const list = (text = ''): string[] => text.split(/[\s,]+/).filter((entry) => entry !== '');
