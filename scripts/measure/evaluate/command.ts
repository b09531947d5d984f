import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { networkVersions } from '../../../lib';
import { RUNGS } from '../../../lib/reading/rungs';
import { type FileReading, readFileAsCard } from '../../command/file-reading';
import { loadReader } from '../../command/load-reader';
import { UsageError } from '../../command/usage-error';
import type { Label } from '../label';
import { readLabels, splitByPresence } from '../labels';
import { evaluateCovers } from './covers';
import { priceRungs, rungTable } from './rungs';
import { SCENE_LABELS } from './scene-set';
import { evaluateScenes } from './scenes';
import { rowOfView, scoreTable } from './score';
import { STRIP_LABELS } from './strip-set';
import { evaluateStrips } from './strips';
import { evaluateTogether } from './together';
import { SLIGHT_VIEWS, turned, VIEWS, type View } from './views';
import { evaluateWarnings } from './warnings';

/** The ways of measuring, and which options go with each. */
const OPTIONS: Readonly<Record<'strips' | 'scenes' | 'pictures' | 'together' | 'rungs' | 'views' | 'slight', readonly string[]>> = {
  strips: [],
  scenes: ['only'],
  pictures: ['only', 'turn', 'without', 'json'],
  together: [],
  rungs: ['only', 'without'],
  views: ['only', 'without'],
  slight: ['only', 'without'],
};
/** Ways of measuring on spoilt scenes, by the value of `--only`. */
const SPOILT_SCENES: ReadonlyMap<string | undefined, (folder: string) => Promise<string>> = new Map([
  ['warnings', evaluateWarnings],
  ['covers', evaluateCovers],
]);
/** Halves of what is measured on scenes. */
const SCENE_PARTS = ['location', 'service'];
const OF_PICTURES = ['rungs', 'views', 'slight'] as const;

const ARGUMENTS = {
  only: { type: 'string' },
  turn: { type: 'string' },
  json: { type: 'boolean', default: false },
  views: { type: 'boolean', default: false },
  slight: { type: 'boolean', default: false },
  rungs: { type: 'boolean', default: false },
  together: { type: 'boolean', default: false },
  without: { type: 'string' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof ARGUMENTS }>>['values'];

/**
 * `evaluate DIR`: reads every picture of DIR/labels.json and prints how right the readings are.
 *
 * A folder of strips with labels.tsv is read strip by strip instead (see `evaluateStrips`).
 *
 * `--only photo,scan` restricts the kinds, `--turn 180` turns every picture clockwise first, `--json` prints the readings as JSON lines instead.
 * `--without NAME` leaves out rungs of docs/architecture.md, by their names or by those of networks; `--rungs` prints what each of them earns (see
 * `priceRungs`).
 * `--views` reads every picture turned by quarters and less, too, and as a part of a larger one, and prints a line for each way.
 * `--slight` does the same with pictures that are changed by next to nothing, which shows how much of a rate is chance.
 * `--together` makes several spoilt pictures of each card and reads them together, too (see `evaluateTogether`).
 *
 * @returns the exit code: 1 where pictures are missing; these are named and left out
 */
export async function evaluateCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: ARGUMENTS });
  const [directory, further] = positionals;
  if (!directory) throw new UsageError('evaluate: no folder');
  if (further !== undefined) throw new UsageError('evaluate: one folder at a time');
  const has = (labels: string): boolean => existsSync(join(directory, labels));
  const held = has(STRIP_LABELS) ? 'strips' : has(SCENE_LABELS) ? 'scenes' : 'pictures';
  const ofPictures = held === 'pictures' ? OF_PICTURES.find((name) => values[name]) : undefined;
  const measured = values.together && held !== 'strips' ? 'together' : (ofPictures ?? held);
  const odd = Object.entries(values).find(([name, value]) => value && name !== measured && !OPTIONS[measured].includes(name));
  if (odd) throw new UsageError(`evaluate: --${odd[0]} does not go with ${measured in values ? `--${measured}` : measured}`);
  if (measured === 'together') {
    process.stdout.write(await evaluateTogether(directory, held === 'scenes'));
    return 0;
  }
  if (measured === 'strips' || measured === 'scenes') {
    if (values.only !== undefined && ![...SPOILT_SCENES.keys(), ...SCENE_PARTS].includes(values.only))
      throw new UsageError(`evaluate: of scenes --only takes ${[...SPOILT_SCENES.keys(), ...SCENE_PARTS].join(', ')}`);
    const evaluateScenesFor = SPOILT_SCENES.get(values.only) ?? evaluateScenes;
    process.stdout.write(await (measured === 'strips' ? evaluateStrips(directory) : evaluateScenesFor(directory, values.only)));
    return 0;
  }
  return evaluatePictures(directory, values);
}

/** @returns the exit code */
async function evaluatePictures(directory: string, values: Values): Promise<number> {
  const turn = Number(values.turn ?? 0);
  if (!Number.isFinite(turn)) throw new UsageError('evaluate: --turn takes degrees');
  const prepare = turn ? (bytes: Buffer): Promise<Buffer> => turned(bytes, turn) : undefined;
  const { present: labels, missing } = splitByPresence(directory, await readLabels(directory, { only: values.only }));
  const without = new Set(values.without?.split(','));
  const names: readonly string[] = [...RUNGS.map(({ name }) => name), ...networkVersions.map(({ name }) => name)];
  const left = [...without].find((name) => !names.includes(name));
  if (left !== undefined) throw new UsageError(`evaluate: no rung or network is called ${left}`);
  const reader = await loadReader();
  if (missing.length > 0) process.stderr.write(`not there, and in no rate: ${missing.join(', ')}\n`);
  const exitCode = missing.length > 0 ? 1 : 0;
  if (values.rungs) {
    process.stdout.write(rungTable(await priceRungs(reader, directory, labels, without)));
    return exitCode;
  }
  const readAll = async (prepare: View['of'] | undefined): Promise<[Label, FileReading][]> => {
    const pairs: [Label, FileReading][] = [];
    for (const label of labels) {
      const reading = await readFileAsCard(reader, join(directory, label.file), { options: { without }, ...(prepare && { prepare }) });
      if (values.json) process.stdout.write(`${JSON.stringify(reading)}\n`);
      pairs.push([label, reading]);
    }
    return pairs;
  };
  const views = values.views ? VIEWS : values.slight ? SLIGHT_VIEWS : null;
  if (views) {
    process.stdout.write(`${rowOfView('')}\n`);
    for (const { name, of } of views) process.stdout.write(`${rowOfView(name, await readAll(of))}\n`);
    return exitCode;
  }
  const pairs = await readAll(prepare);
  if (!values.json) process.stdout.write(scoreTable(pairs));
  return exitCode;
}
