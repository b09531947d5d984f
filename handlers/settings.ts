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
  const set = <Name extends keyof typeof VARIABLES>(name: Name) =>
    VARIABLES[name].parse(env[name] ?? '') as ReturnType<(typeof VARIABLES)[Name]['parse']>;
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

/** A variable that takes only some values. */
interface Variable<Value> {
  /** these values in words */
  readonly takes: string;
  /** @returns undefined for any other text */
  readonly parse: (text: string) => Value | undefined;
}

const fromOne = (text: string): number | undefined => (Number(text) > 0 ? Math.ceil(Number(text)) : undefined);
const NUMBER: Variable<number> = { takes: 'a number above 0', parse: fromOne };
const numberTo = (most: number): Variable<number> => ({
  takes: `a number above 0, at most ${most}`,
  parse: (text) => (Number(text) <= most ? fromOne(text) : undefined),
});
/** A body has room in one string, of 512 MiB at most. */
const BYTES = numberTo(500 * MIB);
const ON_OR_OFF: Variable<boolean> = {
  takes: 'on or off',
  parse: (text) => (text === 'on' || text === 'off' ? text === 'on' : undefined),
};

const VARIABLES = {
  BODY_LIMIT_BYTES: BYTES,
  ANSWER_LIMIT_BYTES: NUMBER,
  IMAGE_LIMIT_BYTES: BYTES,
  TIME_BUDGET_MS: NUMBER,
  METRICS: ON_OR_OFF,
  PAGE: ON_OR_OFF,
  MAX_RUNNING: NUMBER,
  MAX_WAITING: { takes: 'a whole number up to 999999', parse: (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined) },
  MAX_WAITING_MS: NUMBER,
  MAX_INPUTS: numberTo(MAX_INPUTS),
  LOG_LEVEL: { takes: LOG_LEVELS.join(', '), parse: (text: string) => LOG_LEVELS.find((level) => level === text) },
  CORS_ORIGIN: { takes: 'one origin, such as https://cards.example, or *', parse: (text: string) => originIn(text) || undefined },
  MIN_CONFIDENCE: { takes: 'a number from 0 to 1', parse: confidenceFrom },
  S3_BUCKETS: {
    takes: 'names of buckets (3 to 63 lower-case letters, digits, dots and hyphens) with commas between',
    parse: (text: string) => (list(text).every(isBucketName) ? list(text) : undefined),
  },
} as const satisfies Record<string, Variable<unknown>>;

/**
 * Returns the variables whose values make no sense, so that they count as if they were not set, and what they take.
 *
 * @param env - `process.env`
 */
export const ignoredVariables = (env: Environment): { readonly name: string; readonly takes: string }[] =>
  Object.entries(VARIABLES).flatMap(([name, { takes, parse }]) => (env[name] && parse(env[name]) === undefined ? [{ name, takes }] : []));

/** Addresses that tests may download from; none elsewhere. */
const allowedAddresses = ({ NODE_ENV, TEST_ONLY_ALLOW_ADDRESSES }: Environment): string[] =>
  NODE_ENV === 'test' ? list(TEST_ONLY_ALLOW_ADDRESSES) : [];

const list = (text = ''): string[] => text.split(/[\s,]+/).filter((entry) => entry !== '');
