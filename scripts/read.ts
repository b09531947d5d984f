import { parseArgs } from 'node:util';
import { CardReader } from '../lib';
import { isWarning, WARNINGS } from '../lib/warnings';
import { failureSentence } from './command/failure-words';
import { painted } from './command/painted';
import { UsageError } from './command/usage-error';
import { type FileReading, jsonLine, readFileAsCard } from './measuring/file-reading';

/**
 * `read FILE…`: a readable answer a file, or with `--json` one JSON line a file.
 *
 * @returns the exit code: 0, or 1 when any file failed
 */
export async function readCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, mask: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) throw new UsageError('read: no files');
  const reader = await CardReader.load();
  let failed = false;
  for (const file of positionals) {
    const reading = await readFileAsCard(reader, file, { mask: values.mask });
    failed ||= reading.status !== 200;
    process.stdout.write(`${values.json ? jsonLine(reading) : readable(reading)}\n`);
  }
  return failed ? 1 : 0;
}

const LABEL_WIDTH = 10;
const row = (label: string, value: string): string => `  ${label.padEnd(LABEL_WIDTH)}${value}`;

/** In words, with the code beside them. */
const warningWords = (code: string): string => (isWarning(code) ? `${WARNINGS[code].means} (${code})` : code);

function readable(reading: FileReading): string {
  if ('message' in reading) return `${reading.file}\n${row('error', painted(process.stdout, 'red', failureSentence(reading)))}`;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const stages = Object.entries(reading.timings).map(([stage, ms]) => `${stage} ${ms.toFixed(0)}`);
  return [
    reading.file,
    row('number', `${reading.panGrouped}  (${percent(reading.confidence)} sure${reading.luhnValid ? ', Luhn holds' : ''})`),
    row('expiry', reading.expiry ?? '–'),
    row('issuer', reading.issuer || '–'),
    row('type', reading.type),
    row('scheme', reading.scheme ?? '–'),
    row('warnings', reading.warnings.map(warningWords).join(`\n${row('', '')}`) || 'none'),
    row('ms', `${reading.ms.toFixed(0)} (${stages.join(', ')})`),
  ].join('\n');
}
