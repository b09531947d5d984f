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

/** @param env - `process.env` */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    bodyLimitBytes: positive(env.BODY_LIMIT_BYTES) ?? 10 * MIB,
    imageLimitBytes: positive(env.IMAGE_LIMIT_BYTES) ?? 20 * MIB,
    buckets: list(env.S3_BUCKETS),
    timeBudgetMs: Math.ceil(positive(env.TIME_BUDGET_MS) ?? Number.POSITIVE_INFINITY),
    hasMetrics: env.METRICS === 'on',
    hasPage: env.PAGE === 'on',
    queue: {
      running: Math.ceil(positive(env.MAX_RUNNING) ?? availableParallelism()),
      waiting: count(env.MAX_WAITING) ?? 16,
      waitingMs: positive(env.MAX_WAITING_MS) ?? 5000,
    },
    maxInputs: Math.min(Math.ceil(positive(env.MAX_INPUTS) ?? MAX_INPUTS), MAX_INPUTS),
    logLevel: LOG_LEVELS.find((level) => level === env.LOG_LEVEL) ?? 'info',
    corsOrigin: originIn(env.CORS_ORIGIN),
    minConfidence: confidenceFrom(env.MIN_CONFIDENCE) ?? DEFAULT_MIN_CONFIDENCE,
    allowAddresses: allowedAddresses(env),
  };
}

const isPositive = (text: string): boolean => positive(text) !== undefined;
const isSwitch = (text: string): boolean => text === 'on' || text === 'off';

/** Variables of which not every value makes sense, and which do. */
const MAKES_SENSE: Readonly<Record<string, (text: string) => boolean>> = {
  BODY_LIMIT_BYTES: isPositive,
  IMAGE_LIMIT_BYTES: isPositive,
  TIME_BUDGET_MS: isPositive,
  METRICS: isSwitch,
  PAGE: isSwitch,
  MAX_RUNNING: isPositive,
  MAX_WAITING: (text) => count(text) !== undefined,
  MAX_WAITING_MS: isPositive,
  MAX_INPUTS: (text) => isPositive(text) && Number(text) <= MAX_INPUTS,
  LOG_LEVEL: (text) => (LOG_LEVELS as readonly string[]).includes(text),
  CORS_ORIGIN: (text) => originIn(text) !== '',
  MIN_CONFIDENCE: (text) => confidenceFrom(text) !== undefined,
};

/**
 * Variables that are set to what makes no sense, and therefore count as if they were not set.
 *
 * @param env - `process.env`
 */
export const ignoredVariables = (env: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(MAKES_SENSE).filter((name) => env[name] && !MAKES_SENSE[name]!(env[name]));

/** Where tests run, and nowhere else. */
const allowedAddresses = ({ NODE_ENV, TEST_ONLY_ALLOW_ADDRESSES }: Readonly<Record<string, string | undefined>>): string[] =>
  NODE_ENV === 'test' ? list(TEST_ONLY_ALLOW_ADDRESSES) : [];

const positive = (text: string | undefined): number | undefined => (Number(text) > 0 ? Number(text) : undefined);
/** 0 counts, too. */
const count = (text: string | undefined): number | undefined => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : undefined);
const list = (text = ''): string[] => text.split(/[\s,]+/).filter((entry) => entry !== '');
