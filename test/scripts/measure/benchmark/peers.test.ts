import { peersToAsk } from '../../../../scripts/measure/benchmark/peers';

test('all peers of a folder, unless some are named', () => {
  const folder = '../peers';
  expect(peersToAsk(folder, undefined)).toEqual(['gutenye', 'ppu', 'tesseract'].map((name) => ({ name, folder })));
  expect(peersToAsk(folder, ['ppu'])).toEqual([{ name: 'ppu', folder }]);
  expect(peersToAsk(undefined, undefined)).toEqual([]);
});

test.each([
  ['a peer that is not known', '../peers', ['ppu', 'ppo'], 'no peer ppo, only gutenye, ppu, tesseract'],
  ['a peer of no folder', undefined, ['ppu'], '--peer is for --peers'],
])('%s is told at once', (_, folder, names, words) => {
  expect(() => peersToAsk(folder, names)).toThrow(words);
});
