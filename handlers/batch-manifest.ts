import type { ErrorCode } from '../lib';
import type { BatchOutcome } from './answer-picture';
import { type Folders, MANIFESTS } from './stored-picture';

/** A line of a manifest: what became of one picture, for whoever counts pictures. It holds nothing that was read. */
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

/** Returns the key of an invocation's manifest, in a folder without results. */
export const manifestKeyOf = (now: Date, invocationId: string, { results }: Folders): string =>
  `${results}${MANIFESTS}${now.toISOString().slice(0, 10)}/${invocationId}.jsonl`;

export const MANIFEST_TYPE = 'application/jsonl; charset=utf-8';

/** Formats a manifest: one JSON line per picture. */
export const manifestOf = (lines: readonly ManifestLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
