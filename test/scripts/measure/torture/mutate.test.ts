import { crc32 } from 'node:zlib';
import { Chance } from '../../../../scripts/measure/torture/chance';
import { filePieces } from '../../../../scripts/measure/torture/file-pieces';
import { MUTATIONS, mutate } from '../../../../scripts/measure/torture/mutate';
import { formatFixture, listFormats } from '../../../helpers/fixtures';

const FILES = listFormats().map((name) => formatFixture(name).subarray(0, 20_000));
const mutant = (seed: number, index: number): Buffer => {
  const chance = new Chance(seed, index);
  return mutate(chance.pick(FILES), FILES, chance);
};
const mutants = (seed: number, count = 200): string[] => Array.from({ length: count }, (_, i) => mutant(seed, i).toString('latin1'));

test('the same seed and index make the same mutant, whatever was made before', () => {
  const all = mutants(7);
  expect(mutant(7, 123).toString('latin1')).toBe(all[123]);
  expect(mutants(7)).toEqual(all);
});

test('other seeds and indices make others', () => {
  const all = new Set([...mutants(1), ...mutants(2)]);
  expect(all.size).toBeGreaterThan(390);
});

test('the files stay as they are, and nearly every mutant differs from them', () => {
  const before = FILES.map((file) => file.toString('latin1'));
  const all = mutants(3);
  expect(FILES.map((file) => file.toString('latin1'))).toEqual(before);
  expect(all.filter((bytes) => before.includes(bytes)).length).toBeLessThan(10);
});

test.each(Object.keys(MUTATIONS))('%s changes files, and never fails', (name) => {
  let changed = 0;
  for (let i = 0; i < 100; i++) {
    const chance = new Chance(5, i);
    const file = Buffer.from(chance.pick(FILES).subarray(0, chance.within(1, 20_000)));
    const before = file.toString('latin1');
    if (MUTATIONS[name]!(file, chance, FILES).toString('latin1') !== before) changed++;
  }
  expect(changed).toBeGreaterThan(20);
});

test("most of a PNG's mutants have sound checksums, or nothing behind them would be tried", () => {
  const png = formatFixture('rgb.png').subarray(0, 20_000);
  const isSound = (file: Buffer): boolean =>
    filePieces(file).every(({ start, end }) => file.readUInt32BE(end - 4) === crc32(file.subarray(start + 4, end - 4)));
  const sound = Array.from({ length: 200 }, (_, i) => mutate(png, [png], new Chance(9, i))).filter(isSound).length;
  expect(sound).toBeGreaterThan(120);
});
