import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemWords } from '../command/failure-words';
import { UsageError } from '../command/usage-error';
import type { Label } from './label';

/** Of a folder of labelled pictures. */
export const LABELS_FILE = 'labels.json';

const FORMAT = `It is an array with an entry for each picture:
[
  {"file": "a.jpg", "pan": "6212345678901232", "expiry": "08/31", "type": "debit", "kind": "photo", "embossed": true},
  {"file": "b.jpg", "pan": null, "expiry": null, "type": null, "kind": "negative", "embossed": false}
]
pan: the digits as printed, null where there is no number; expiry: MM/YY or null; type: debit, credit or null; kind: any word, for --only.
test/fixtures of the repository is such a folder.`;

/**
 * The labels of a folder's pictures.
 *
 * @param command - that asks for them
 * @param only - pictures of these kinds, with commas between; undefined: all
 * @throws {UsageError} saying what is wrong, and what labels look like; where no picture is left
 */
export async function readLabels(
  directory: string,
  { command = 'evaluate', only }: { readonly command?: string; readonly only?: string | undefined } = {},
): Promise<Label[]> {
  const file = join(directory, LABELS_FILE);
  const wrong = (what: string): UsageError => new UsageError(`${command}: ${what}\n${FORMAT}`);
  await stat(directory).catch((thrown: unknown) => {
    throw new UsageError(`${command}: ${directory}: ${systemWords(thrown)}`);
  });
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw wrong(`${file}, which says what the pictures show, cannot be read: ${systemWords(thrown)}`);
  });
  let labels: unknown;
  try {
    labels = JSON.parse(text);
  } catch {
    throw wrong(`${file} is not JSON`);
  }
  if (!Array.isArray(labels)) throw wrong(`${file} is not an array`);
  const faulty = labels.findIndex((label) => !isLabel(label));
  if (faulty !== -1) throw wrong(`entry ${faulty + 1} of ${file} is not a label`);
  const kinds = only?.split(',');
  const chosen = (labels as Label[]).filter(({ kind }) => kinds?.includes(kind) ?? true);
  if (chosen.length === 0)
    throw new UsageError(`${command}: no pictures${kinds ? ` of ${kinds.join(' or ')}` : ''} are listed in ${directory}`);
  return chosen;
}

/** What else a label has is used where it is there. */
function isLabel(label: unknown): boolean {
  if (typeof label !== 'object' || label === null) return false;
  const { file, pan, expiry } = label as Record<string, unknown>;
  const isText = (value: unknown): boolean => typeof value === 'string';
  return isText(file) && (pan === null || isText(pan)) && (expiry === null || isText(expiry));
}
