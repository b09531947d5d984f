import { parseArgs } from 'node:util';
import { type Evidence, maskPan, type ReadOptions } from '../../../lib';
import type { Raster } from '../../../lib/image/raster';
import type { Locator } from '../../../lib/model/model';
import { loadOnnxModel } from '../../../lib/model/onnx-model';
import { bareUrl, isUrl, refuseUrl } from '../../command/bare-url';
import { failureSentence } from '../../command/failure-words';
import { type FileReading, readFileAsCard } from '../../command/file-reading';
import { loadReader } from '../../command/load-reader';
import { concernsFolder, refuseFile } from '../../command/output-place';
import { writeForOwner } from '../../command/owner-only';
import { pathBelow } from '../../command/path-below';
import { printable } from '../../command/printable';
import { red } from '../../command/red';
import { UsageError } from '../../command/usage-error';
import { warningWords } from '../../command/warning-words';
import { debugPage } from './debug-page';

/** Names that are no files, and what to run for them instead. */
const ELSEWHERE: readonly { readonly is: (name: string) => boolean; readonly instead: (name: string) => string }[] = [
  { is: (name) => /^s3:\/\//i.test(name), instead: (name) => `bankcard-ocr batch ${name} --out cards.jsonl` },
  { is: isUrl, instead: () => 'curl -s URL | bankcard-ocr read -' },
];

/**
 * Runs `read FILE…`: prints a readable answer for each file, or with `--json` a line of JSON. `--debug DIR` also writes a page that shows how each file was
 * read (see `debugPage`); its numbers are hidden unless `--unmasked`.
 *
 * @returns the exit code: 0, or 1 when any file failed or its page could not be written
 * @throws {Error} when no page can be written, as on a full disk
 */
export async function readCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      mask: { type: 'boolean', default: false },
      debug: { type: 'string' },
      unmasked: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('read: no files');
  for (const { is, instead } of ELSEWHERE) {
    const name = positionals.find(is);
    if (name !== undefined) throw new UsageError(`read: ${bareUrl(name)} is no file; instead: ${instead(bareUrl(name))}`);
  }
  if (values.unmasked && values.debug === undefined) throw new UsageError('read: --unmasked is for --debug');
  refuseUrl('read', values.debug ?? '', 'write it here, then upload it');
  if (values.debug !== undefined) refuseFile('read: --debug', values.debug);
  const reader = await loadReader();
  const locator = values.debug === undefined || values.unmasked ? null : await loadOnnxModel('card-location');
  let failed = false;
  for (const file of positionals) {
    const evidence: Evidence[] = [];
    const options: ReadOptions = values.debug === undefined ? {} : { onEvidence: keptIn(evidence) };
    const reading = await readFileAsCard(reader, file, { mask: values.mask, options });
    failed ||= reading.status !== 200;
    process.stdout.write(`${values.json ? JSON.stringify(reading) : readable(reading)}\n`);
    if (values.debug === undefined) continue;
    const page = `${pathBelow(values.debug, file)}.html`;
    await writeDebugPage(page, reading, evidence, locator).catch((thrown: NodeJS.ErrnoException) => {
      if (concernsFolder(thrown)) throw new Error(`${page} cannot be written: ${thrown.message}`, { cause: thrown });
      process.stderr.write(`no page: ${printable(file)} (${thrown.code ?? thrown.name})\n`);
      failed = true;
    });
  }
  return failed ? 1 : 0;
}

/** Returns a function that keeps evidence with copies of its pixels: the reader overwrites a picture's pixels when it has read it. */
function keptIn(evidence: Evidence[]): (seen: Evidence) => void {
  const copies = new Map<Raster, Raster>();
  const copyOf = (raster: Raster): Raster => {
    const copy = copies.get(raster) ?? { ...raster, data: raster.data.slice() };
    copies.set(raster, copy);
    return copy;
  };
  return (seen) => evidence.push(seen.kind === 'rung' ? seen : { ...seen, raster: copyOf(seen.raster) });
}

/**
 * Writes how a picture was read, and tells where.
 *
 * @param path - of the page
 * @param locator - finds what must not be seen; null: numbers are not hidden
 */
async function writeDebugPage(path: string, reading: FileReading, evidence: readonly Evidence[], locator: Locator | null): Promise<void> {
  const page = await debugPage(locator ? maskedReading(reading) : reading, evidence, locator);
  await writeForOwner(path, page);
  process.stderr.write(`page: ${printable(path)}\n`);
}

const maskedReading = (reading: FileReading): FileReading =>
  'panGrouped' in reading ? { ...reading, pan: maskPan(reading.pan), panGrouped: maskPan(reading.panGrouped) } : reading;

const LABEL_WIDTH = 10;
const row = (label: string, value: string): string => `  ${label.padEnd(LABEL_WIDTH)}${value}`;

function readable(reading: FileReading): string {
  if ('message' in reading) return `${printable(reading.file)}\n${row('error', red(process.stdout, failureSentence(reading)))}`;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const stages = Object.entries(reading.timings).map(([stage, ms]) => `${stage} ${ms.toFixed(0)}`);
  return [
    printable(reading.file),
    row('number', `${reading.panGrouped}  (${percent(reading.confidence)} sure${reading.luhnValid ? ', Luhn holds' : ''})`),
    row('expiry', reading.expiry ?? '–'),
    ...(reading.validFrom ? [row('from', reading.validFrom)] : []),
    row('issuer', reading.issuer ?? '–'),
    row('type', reading.type),
    row('scheme', reading.scheme ?? '–'),
    ...(reading.cards > 1
      ? [row('cards', `${reading.cards} in this picture, of which this is the most prominent; all: batch --all-cards`)]
      : []),
    row('warnings', reading.warnings.map(warningWords).join(`\n${row('', '')}`) || 'none'),
    row('ms', `${reading.ms.toFixed(0)} (${stages.join(', ')})`),
  ].join('\n');
}
