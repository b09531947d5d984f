import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { CardReader } from '../lib';
import { evaluateStrips } from './evaluate-strips';
import { type FileReading, readFileAsCard } from './file-reading';
import { type Label, scoreTable } from './score';
import { STRIP_LABELS } from './strip-set';

/**
 * `evaluate DIR`: read every picture of DIR/labels.json and print how right the readings are.
 *
 * A folder of strips with labels.tsv is read strip by strip instead (see `evaluateStrips`).
 *
 * `--only photo,scan` restricts the kinds, `--turn 180` turns every picture clockwise first, `--json` prints the readings as JSON lines instead.
 *
 * @returns the exit code 0
 */
export async function evaluateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { only: { type: 'string' }, turn: { type: 'string', default: '0' }, json: { type: 'boolean', default: false } },
  });
  const [directory] = positionals;
  if (!directory) throw new Error('evaluate: no folder');
  if (existsSync(join(directory, STRIP_LABELS))) {
    if (values.only !== undefined || values.turn !== '0' || values.json)
      throw new Error('evaluate: strips are read as they are, without options');
    process.stdout.write(await evaluateStrips(directory));
    return 0;
  }
  const turn = Number(values.turn);
  if (!Number.isFinite(turn)) throw new Error('evaluate: --turn takes degrees');
  const prepare = turn ? (bytes: Buffer): Promise<Buffer> => turned(bytes, turn) : undefined;
  const all = JSON.parse(await readFile(join(directory, 'labels.json'), 'utf8')) as Label[];
  const kinds = values.only?.split(',');
  const labels = kinds ? all.filter((label) => kinds.includes(label.kind)) : all;

  const reader = await CardReader.load();
  const pairs: [Label, FileReading][] = [];
  for (const label of labels) {
    const reading = await readFileAsCard(reader, join(directory, label.file), prepare && { prepare });
    if (values.json) process.stdout.write(`${JSON.stringify(reading)}\n`);
    pairs.push([label, reading]);
  }
  if (!values.json) process.stdout.write(scoreTable(pairs));
  return 0;
}

/** The picture turned clockwise, losslessly encoded. EXIF orientation is applied first. */
const turned = async (bytes: Buffer, degrees: number): Promise<Buffer> =>
  sharp(await sharp(bytes).rotate().png({ compressionLevel: 1 }).toBuffer())
    .rotate(degrees)
    .png({ compressionLevel: 1 })
    .toBuffer();
