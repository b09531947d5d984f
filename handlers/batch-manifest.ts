import type { ErrorCode } from '../lib';
import type { BatchOutcome } from './answer-picture';
import { type Folders, MANIFESTS } from './stored-picture';

/** What became of one picture, for whoever counts them: no number, and nothing else that was read. */
export interface ManifestLine {
  readonly key: string;
  /** the id of its version, or else its ETag */
  readonly version: string;
  readonly status: BatchOutcome;
  /** why it was refused */
  readonly code: ErrorCode | null;
  /** the key of its result; null when there is none */
  readonly result: string | null;
}

/** Where an invocation's manifest lies: no result is put there. */
export const manifestKeyOf = (now: Date, invocationId: string, { results }: Folders): string =>
  `${results}${MANIFESTS}${now.toISOString().slice(0, 10)}/${invocationId}.jsonl`;

export const MANIFEST_TYPE = 'application/jsonl; charset=utf-8';

export const manifestOf = (lines: readonly ManifestLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
