import { type ErrorCode, hideLongDigitRuns, type RequestForm } from '../lib';
import type { BatchOutcome } from './answer-picture';
import { ReaderLoadError } from './reader-load-error';
import { LOG_LEVELS, type LogLevel } from './settings';

/** Everything that is logged of a request: numbers, enums and ids, never text that came with it. */
export interface RequestRecord {
  readonly requestId: string;
  /** the platform's own id */
  readonly invocationId: string | null;
  /** the id of the key that it came with; nobody gets in by the id */
  readonly keyId: string | null;
  readonly form: RequestForm | null;
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly ms: number;
  readonly isCold: boolean;
  /** number of cards that were read */
  readonly cards: number;
  /** bytes of the pictures' files */
  readonly imageBytes: number;
  /** pixels of the pictures that were decoded */
  readonly pixels: number;
  /** milliseconds per stage that was reached */
  readonly stages: Readonly<Record<string, number>>;
  /** the version of the networks: see `modelVersion` */
  readonly model: string;
}

/** Everything that is logged of a picture of the batch, or of a message or a task. Never a key, in which its owner may have written anything. */
export interface BatchRecord {
  readonly requestId: string;
  /** the platform's own id */
  readonly invocationId: string | null;
  /** how often the message was received, this time included; null for a task, as S3 does not report it */
  readonly receipts: number | null;
  /** `failed`, `no-time` and `postponed`: the message is given back; `folder` and `elsewhere`: the task is of no picture */
  readonly outcome: BatchOutcome | 'failed' | 'no-time' | 'postponed' | 'folder' | 'elsewhere';
  readonly code: ErrorCode | null;
  readonly ms: number;
  /** number of cards that were read */
  readonly cards: number;
  /** the version of the networks: see `modelVersion` */
  readonly model: string;
}

/**
 * Writes a JSON line to standard output, if its level is logged.
 *
 * @param wanted - the operator's log level
 * @param metrics - added to the line, for CloudWatch to count: see `embeddedMetrics`
 */
export function log(
  wanted: LogLevel,
  level: LogLevel,
  fields: RequestRecord | BatchRecord | RefusalRecord | FailureRecord,
  metrics?: object,
): void {
  if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(wanted)) return;
  const line = scrubbed(JSON.stringify({ level, ...fields }));
  // not scrubbed: the metrics have a time stamp that looks like a card number
  process.stdout.write(`${metrics ? `${line.slice(0, -1)},${JSON.stringify(metrics).slice(1)}` : line}\n`);
}

/** A request that `serve` refused before the handler, as its `Host` was none of the server's names: it came from a web page, or by a proxy's name that `--name` does not list. */
interface RefusalRecord {
  readonly requestId: string;
  readonly status: number;
  readonly code: 'HOST_NOT_SERVED';
}

/** A failure, for whoever has to find its cause: the kind of error and where it was thrown, without its message, which may quote the request. */
export interface FailureRecord {
  readonly requestId: string;
  readonly failure: readonly Failure[];
}

interface Failure {
  readonly name: string;
  readonly code: string | null;
  readonly frames: readonly string[];
  /** names of environment variables that may have caused it, without their values */
  readonly variables?: readonly string[];
}

const MAX_CAUSES = 5;
const FRAME = /^\s+at /;
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,40}$/;
const NAME = /^\w{1,60}$/;

/** Returns the thrown value and the chain of its causes, outermost first, in the form in which they are logged. */
export function failureOf(thrown: unknown): readonly Failure[] {
  const chain: Failure[] = [];
  for (let error = thrown; error instanceof Error && chain.length < MAX_CAUSES; error = error.cause) {
    const { code } = error as { code?: unknown };
    chain.push({
      name: NAME.test(error.name) ? error.name : 'Error',
      code: typeof code === 'string' && SYSTEM_CODE.test(code) ? code : null,
      frames: framesOf(error),
      ...(error instanceof ReaderLoadError && { variables: error.variables }),
    });
  }
  return chain;
}

/** The frames of a stack. They are looked for below the message only, whose own lines may look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  const below = start === -1 ? '' : stack.slice(start + message.length);
  return below
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim());
}

/** Request ids, UUIDs, and the ids of Alibaba Cloud (`1-64f7449a-15a2e5-62c173249af3` and the like): their digits are no card number's. */
const ID = /\b(\d{14}_[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|1-[\da-f]{8}-(?:[\da-f]{24}|[\da-f]{6,8}-[\da-f]{12}))\b/i;

/** Hides long digit runs in a line, but not in ids: the last resort, should a card number get into the log in spite of everything. */
export const scrubbed = (line: string): string =>
  line
    .split(ID)
    .map((part, i) => (i % 2 === 1 ? part : hideLongDigitRuns(part)))
    .join('');
