import { type ErrorCode, hideLongDigitRuns, type RequestForm } from '../lib';
import type { BatchOutcome } from './answer-picture';
import { ReaderLoadError } from './reader-load-error';
import { LOG_LEVELS, type LogLevel } from './settings';

/** All that is ever logged of a request: numbers, enums and ids. Never text that came with it. */
export interface RequestRecord {
  readonly requestId: string;
  /** the platform's own id */
  readonly invocationId: string | null;
  /** of the key that it came with: its id, which lets nobody in */
  readonly keyId: string | null;
  readonly form: RequestForm | null;
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly ms: number;
  readonly isCold: boolean;
  /** cards that were read */
  readonly cards: number;
  /** of the pictures' files */
  readonly imageBytes: number;
  /** of the pictures, as far as they were decoded */
  readonly pixels: number;
  /** milliseconds per stage that was reached */
  readonly stages: Readonly<Record<string, number>>;
  /** of the networks: see `modelVersion` */
  readonly model: string;
}

/** All that is ever logged of a message of the batch, of a task of a job, or of a picture. Never a key, which is whatever its owner made of it. */
export interface BatchRecord {
  readonly requestId: string;
  /** the platform's own id */
  readonly invocationId: string | null;
  /** how often the message was received, this time included; null of a task, of which nobody tells */
  readonly receipts: number | null;
  /** `failed`, `no-time` and `postponed`: the message is given back; `folder` and `elsewhere`: the task is of no picture */
  readonly outcome: BatchOutcome | 'failed' | 'no-time' | 'postponed' | 'folder' | 'elsewhere';
  readonly code: ErrorCode | null;
  readonly ms: number;
  /** cards that were read */
  readonly cards: number;
  /** of the networks: see `modelVersion` */
  readonly model: string;
}

/**
 * Write a JSON line to standard output, if `level` is wanted.
 *
 * @param metrics - to be counted from the line: see `embeddedMetrics`
 */
export function log(
  wanted: LogLevel,
  level: LogLevel,
  fields: RequestRecord | BatchRecord | RefusalRecord | FailureRecord,
  metrics?: object,
): void {
  if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(wanted)) return;
  const line = scrubbed(JSON.stringify({ level, ...fields }));
  // theirs is a time stamp that looks like a card number
  process.stdout.write(`${metrics ? `${line.slice(0, -1)},${JSON.stringify(metrics).slice(1)}` : line}\n`);
}

/** A request that never came to the function, for its `Host` was none of the server's: one of a web page, or of a proxy's name that `--name` does not tell. */
interface RefusalRecord {
  readonly requestId: string;
  readonly status: number;
  readonly code: 'HOST_NOT_SERVED';
}

/** A thrown value, for whoever has to find the cause: its kind and where it came from, without its message, which may quote the request. */
export interface FailureRecord {
  readonly requestId: string;
  readonly failure: readonly Failure[];
}

interface Failure {
  readonly name: string;
  readonly code: string | null;
  readonly frames: readonly string[];
  /** names of the environment's variables that it may be about, without their values */
  readonly variables?: readonly string[];
}

const MAX_CAUSES = 5;
const FRAME = /^\s+at /;
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,40}$/;
const NAME = /^\w{1,60}$/;

/** The chain of causes under a thrown value, outermost first. */
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

/** What stands in a stack below the message, whose own lines may look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  const below = start === -1 ? '' : stack.slice(start + message.length);
  return below
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim());
}

/** Request ids and UUIDs: their digits are no card number's. */
const ID = /\b(\d{14}_[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/i;

/** The last resort, should a card number get into a line in spite of everything. */
export const scrubbed = (line: string): string =>
  line
    .split(ID)
    .map((part, i) => (i % 2 === 1 ? part : hideLongDigitRuns(part)))
    .join('');
