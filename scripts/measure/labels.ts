import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseUrl } from '../command/bare-url';
import { systemWords } from '../command/failure-words';
import { UsageError } from '../command/usage-error';
import type { Label } from './label';

/** Name of the file with the labels of a folder's pictures. */
export const LABELS_FILE = 'labels.json';

const FORMAT = `It is an array with an entry for each picture:
[
  {"file": "a.jpg", "pan": "6212345678901232", "expiry": "08/31", "type": "debit", "kind": "photo", "embossed": true},
  {"file": "b.jpg", "pan": null, "expiry": null, "type": null, "kind": "negative", "embossed": false}
]
pan: the 12 to 20 digits as printed, null where there is no number; expiry: MM/YY or null, with "expiry_is_real_date": false whatever else stands there;
type: debit, credit or null, or one that is not scored: semi-credit, prepaid, fuel; kind: any word, for --only.
test/fixtures of the repository is such a folder.`;

/**
 * Reads the labels of a folder's pictures.
 *
 * @param command - the command that needs them, for messages
 * @param only - the kinds of pictures to keep, with commas between; undefined: all
 * @throws {UsageError} saying what is wrong, and what labels look like; also where no picture is left
 */
export async function readLabels(
  directory: string,
  { command = 'evaluate', only }: { readonly command?: string; readonly only?: string | undefined } = {},
): Promise<Label[]> {
  refuseUrl(command, directory);
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
  for (const [i, label] of labels.entries()) {
    const fault = faultOf(label);
    if (fault !== null) throw wrong(`entry ${i + 1} of ${file} is not a label: ${fault}`);
  }
  const files = (labels as Label[]).map(({ file }) => file);
  const twice = files.find((one, i) => files.indexOf(one) < i);
  if (twice !== undefined) throw wrong(`${file} names ${twice} twice`);
  const kinds = only?.split(',');
  const chosen = (labels as Label[]).filter(({ kind }) => kinds === undefined || (kind && kinds.includes(kind)));
  if (chosen.length === 0)
    throw new UsageError(`${command}: no pictures${kinds ? ` of ${kinds.join(' or ')}` : ''} are listed in ${directory}`);
  return chosen;
}

/** Splits labels into those whose pictures are there and the files of the others: a rate that counts pictures that were never read would be wrong. */
export function splitByPresence(directory: string, labels: readonly Label[]): { readonly present: Label[]; readonly missing: string[] } {
  const isThere = ({ file }: Label): boolean => existsSync(join(directory, file));
  return { present: labels.filter(isThere), missing: labels.filter((label) => !isThere(label)).map(({ file }) => file) };
}

type Fields = Readonly<Record<string, unknown>>;

const isUntold = (value: unknown): boolean => value === null || value === undefined;
const isText = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);

/**
 * What the fields of a label may hold: anything else would count as a miss of the reader, or silently not be scored. Other fields are used unchecked where they
 * are there.
 */
const FIELDS: Readonly<Record<string, (value: unknown, label: Fields) => boolean>> = {
  file: (value) => isText(value, /./),
  // any length that the BIN table may have: some cards have one digit more than standards allow
  pan: (value) => value === null || isText(value, /^\d{12,20}$/),
  expiry: (value, { expiry_is_real_date }) => value === null || isText(value, expiry_is_real_date === false ? /./ : /^\d\d\/\d\d$/),
  type: (value) => isUntold(value) || isText(value, /^(debit|credit|semi-credit|prepaid|fuel)$/),
  kind: (value) => isUntold(value) || isText(value, /./),
  embossed: (value) => isUntold(value) || typeof value === 'boolean',
};

/** Returns what is wrong with a label; null: nothing. */
function faultOf(label: unknown): string | null {
  if (typeof label !== 'object' || label === null) return 'it is no object';
  const fields = label as Fields;
  const wrong = Object.keys(FIELDS).find((name) => !FIELDS[name]!(fields[name], fields));
  return wrong === undefined ? null : `look at its "${wrong}"`;
}
