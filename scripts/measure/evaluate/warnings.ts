import type { CardReading } from '../../../lib';
import { median } from '../../../lib/quantile';
import { loadReader } from '../../command/load-reader';
import { readingOf, rightScenes } from './clean-scenes';
import { labelledScenes, type SceneCard } from './scene-set';
import { SPOILERS } from './spoil';

/**
 * Measures the warnings on a folder of clean made scenes (scripts/train/scenes.py --clean): how many pictures bring none, and how many of the same pictures
 * bring the right one after they have been spoilt.
 *
 * @returns a table
 */
export async function evaluateWarnings(folder: string): Promise<string> {
  const reader = await loadReader();
  const clean: CardReading[] = [];
  const rows = Object.keys(SPOILERS).map((flaw) => ({ flaw, warned: 0, refused: 0, wrong: 0, of: 0 }));
  const scenes = await labelledScenes(folder);
  for await (const { card, bytes, reading } of rightScenes(reader, scenes)) {
    clean.push(reading);
    for (const row of rows) {
      const spoilt = await readingOf(reader, await SPOILERS[row.flaw]!(bytes, card));
      row.of++;
      if (spoilt === null) row.refused++;
      else if ((spoilt.warnings as readonly string[]).includes(row.flaw)) row.warned++;
      if (spoilt && spoilt.pan !== card.pan && !agrees(spoilt.pan, card) && spoilt.warnings.length === 0) row.wrong++;
    }
  }
  const share = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`.padStart(8);
  const lines = [`${clean.length} of ${scenes.length} clean pictures are read right; of these`];
  lines.push(`${'warning'.padEnd(12)}  on clean ones   when spoilt: warned   refused   wrong, no warning`);
  for (const { flaw, warned, refused, wrong, of } of rows) {
    const loud = clean.filter(({ warnings }) => (warnings as readonly string[]).includes(flaw)).length;
    lines.push(
      `${flaw.padEnd(12)}  ${share(loud, clean.length)}        ${share(warned, of).padStart(20)}  ${share(refused, of)}  ${share(wrong, of)}`,
    );
  }
  const quiet = clean.filter(({ warnings }) => !warnings.some((warning) => warning in SPOILERS)).length;
  lines.push(
    `none of them on ${share(quiet, clean.length).trim()} of the clean ones; quality, median ${median(clean.map(({ quality }) => quality)) || 0}`,
  );
  return `${lines.join('\n')}\n`;
}

/** Whether a number as it was read agrees with the card's; `?` stands for any digit. */
const agrees = (read: string, { pan }: SceneCard): boolean =>
  pan !== null && read.length === pan.length && [...read].every((char, i) => char === '?' || char === pan[i]);
