import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { peersToAsk, readerTimes } from '../../../../scripts/measure/benchmark/peers';
import type { Label } from '../../../../scripts/measure/label';
import { temporaryFolder } from '../../../helpers/temporary-folder';

/** Answers as a reader does: with the last argument's pictures, each by its own time; whole paths, where it is a peer. */
const reader = (places: string): string => `
  import { readFileSync } from 'node:fs';
  import path from 'node:path';
  const [folder, listed] = process.argv.slice(-2);
  for (const [i, { file, pan }] of JSON.parse(readFileSync(listed, 'utf8')).entries())
    console.log(JSON.stringify({ file: ${places}, pan: pan === undefined ? '42' : 'told', ms: 10 + i, coldMs: i === 0 ? 500 : undefined }));
`;
const label = (file: string, kind: string): Label => ({ file, pan: '42', expiry: null, type: null, kind, embossed: false });

const folder = temporaryFolder();
beforeAll(async () => {
  await mkdir(path.join(folder, 'peers'));
  await writeFile(path.join(folder, 'own.mjs'), reader('file'));
  await writeFile(path.join(folder, 'peers', 'read.mjs'), reader('path.resolve(folder, file)'));
});

test('all peers of a folder, unless some are named', () => {
  const peers = path.join(folder, 'peers');
  expect(peersToAsk(peers, undefined)).toEqual(['gutenye', 'ppu', 'tesseract'].map((name) => ({ name, folder: peers })));
  expect(peersToAsk(peers, ['ppu'])).toEqual([{ name: 'ppu', folder: peers }]);
  expect(peersToAsk(undefined, undefined)).toEqual([]);
});

test.each([
  ['a peer that is not known', '../peers', ['ppu', 'ppo'], 'no peer ppo, only gutenye, ppu, tesseract'],
  ['a peer of no folder', undefined, ['ppu'], '--peer is for --peers'],
  ['a folder without peers', 'test', undefined, 'no read.mjs in test'],
])('%s is told at once', (_, folder, names, words) => {
  expect(() => peersToAsk(folder, names)).toThrow(words);
});

test('readers get the chosen pictures, wherever these lie in the folder, and nothing of what they show', async () => {
  const [program] = process.argv.splice(1, 1, path.join(folder, 'own.mjs'));
  try {
    const labels = [label('a/card.jpg', 'photo'), label('b/card.jpg', 'photo')];
    const [own, peer] = await readerTimes(folder, labels, peersToAsk(path.join(folder, 'peers'), ['ppu']));
    expect(own).toMatchObject({ name: 'this', mean: 10.5, exact: 2, numbered: 2, coldMs: 500 });
    expect(peer).toMatchObject({ name: 'ppu', mean: 10.5, exact: 2, timesMean: 1, timesMedian: 1, coldMs: 500 });
    expect(peer!.peakMemory).toBeGreaterThan(10);
  } finally {
    process.argv.splice(1, 1, program!);
  }
});
