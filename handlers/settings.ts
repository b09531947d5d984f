import { availableParallelism } from 'node:os';
import { confidenceFrom, DEFAULT_MIN_CONFIDENCE, MAX_INPUTS } from '../lib';
import { originIn } from './cors';
import type { QueueLimits } from './request-queue';

/** What an operator can set, from the environment. */
export interface Settings {
  /** of a request's body; the platform's own limits (10 MB at the gateway, 6 MB into the function) come before it */
  readonly bodyLimitBytes: number;
  /** of a picture's file, wherever it comes from; of several in a request, together */
  readonly imageLimitBytes: number;
  /** S3 buckets that `s3://` may read */
  readonly buckets: readonly string[];
  /** the longest a request may take, beside the end of the invocation; default: no other */
  readonly timeBudgetMs: number;
  readonly logLevel: LogLevel;
  /** whether a request's log line is one of the embedded metric format, too */
  readonly hasMetrics: boolean;
  /** pictures that are read at once by one process, and how many may be there beyond those, and for how long they wait */
  readonly queue: QueueLimits;
  /** whether browsers are shown the try-it page and the description of the API: see `Documents` */
  readonly hasPage: boolean;
  /** of pages that may read answers: see `corsHeaders` */
  readonly corsOrigin: string;
  /** pictures that one request may bring, which is one to the usage plan's quota whatever it brings */
  readonly maxInputs: number;
  /** see `CardOptions.minConfidence` */
  readonly minConfidence: number;
  /** for tests only: see `SourceLimits.allowAddresses` */
  readonly allowAddresses: readonly string[];
}

/** `error` logs only our own failures, `info` one line a request, `debug` also what was thrown underneath. */
export const LOG_LEVELS = ['error', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const MIB = 2 ** 20;

type Environment = Readonly<Record<string, string | undefined>>;

/** @param env - `process.env` */
export function settingsFrom(env: Environment): Settings {
  const set = <Name extends Variable>(name: Name) => VARIABLES[name](env[name] ?? '') as ReturnType<(typeof VARIABLES)[Name]>;
  return {
    bodyLimitBytes: set('BODY_LIMIT_BYTES') ?? 10 * MIB,
    imageLimitBytes: set('IMAGE_LIMIT_BYTES') ?? 20 * MIB,
    buckets: list(env.S3_BUCKETS),
    timeBudgetMs: Math.ceil(set('TIME_BUDGET_MS') ?? Number.POSITIVE_INFINITY),
    hasMetrics: set('METRICS') ?? false,
    hasPage: set('PAGE') ?? false,
    queue: {
      running: Math.ceil(set('MAX_RUNNING') ?? availableParallelism()),
      waiting: set('MAX_WAITING') ?? 16,
      waitingMs: set('MAX_WAITING_MS') ?? 5000,
    },
    maxInputs: Math.ceil(set('MAX_INPUTS') ?? MAX_INPUTS),
    logLevel: set('LOG_LEVEL') ?? 'info',
    corsOrigin: set('CORS_ORIGIN') ?? '',
    minConfidence: set('MIN_CONFIDENCE') ?? DEFAULT_MIN_CONFIDENCE,
    allowAddresses: allowedAddresses(env),
  };
}

const positive = (text: string): number | undefined => (Number(text) > 0 ? Number(text) : undefined);
const onOrOff = (text: string): boolean | undefined => (text === 'on' || text === 'off' ? text === 'on' : undefined);

/** Variables of which not every value makes sense: what one says, `undefined` where it makes none. */
const VARIABLES = {
  BODY_LIMIT_BYTES: positive,
  IMAGE_LIMIT_BYTES: positive,
  TIME_BUDGET_MS: positive,
  METRICS: onOrOff,
  PAGE: onOrOff,
  MAX_RUNNING: positive,
  // 0 counts, too
  MAX_WAITING: (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
  MAX_WAITING_MS: positive,
  MAX_INPUTS: (text: string) => (Number(text) <= MAX_INPUTS ? positive(text) : undefined),
  LOG_LEVEL: (text: string) => LOG_LEVELS.find((level) => level === text),
  CORS_ORIGIN: (text: string) => originIn(text) || undefined,
  MIN_CONFIDENCE: confidenceFrom,
} as const;
type Variable = keyof typeof VARIABLES;

/**
 * Variables that are set to what makes no sense, and therefore count as if they were not set.
 *
 * @param env - `process.env`
 */
export const ignoredVariables = (env: Environment): string[] =>
  Object.entries(VARIABLES).flatMap(([name, meaning]) => (env[name] && meaning(env[name]) === undefined ? [name] : []));

/** Where tests run, and nowhere else. */
const allowedAddresses = ({ NODE_ENV, TEST_ONLY_ALLOW_ADDRESSES }: Environment): string[] =>
  NODE_ENV === 'test' ? list(TEST_ONLY_ALLOW_ADDRESSES) : [];

const list = (text = ''): string[] => text.split(/[\s,]+/).filter((entry) => entry !== '');
