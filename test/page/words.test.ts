import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LIMIT_MS } from '../../lib/camera/read-frames';
import { WARNINGS } from '../../lib/warnings';
import { fixedWord, WORDS } from '../../page/words';

const HTML = readFileSync(path.resolve(__dirname, '../../page/index.html'), 'utf8');
const NAMES = [...HTML.matchAll(/data-(?:words|label)="(\w+)"/g)].map(([, name]) => name);
const STAGES = ['load', 'decode', 'number', 'expiry', 'bin', 'quality', 'crop'];

describe.each(Object.entries(WORDS))('%s', (_, words) => {
  test('has words for every element of the page', () => {
    expect(NAMES.length).toBeGreaterThan(20);
    for (const name of NAMES) expect(fixedWord(words, name)).not.toBe('');
  });

  test('has words for every warning and stage', () => {
    expect(Object.keys(words.warnings).sort()).toEqual(Object.keys(WARNINGS).sort());
    expect(Object.keys(words.stages)).toEqual(STAGES);
    expect(Object.values(words.camera).filter((text) => text !== '')).toHaveLength(5);
  });

  test('tells how long the camera looks for a card', () => {
    expect(words.cameraUnread).toContain(String(LIMIT_MS / 1000));
  });
});

test('the tabs of the request have a name', () => {
  expect(HTML).toMatch(/role="tablist" data-label="\w+"/);
});

test('no button tells its state twice, by its words and as pressed', () => {
  expect(HTML).not.toContain('aria-pressed');
});

test.each(['constructor', 'nothing', '', undefined])('there are no words for %j', (name) => {
  expect(() => fixedWord(WORDS.en, name)).toThrow('no words');
});

test('both languages have their own words', () => {
  const texts = (words: object): unknown[] => Object.values(words).flatMap((word) => (typeof word === 'string' ? [word] : []));
  const shared = texts(WORDS.en).filter((text) => texts(WORDS.zh).includes(text));
  expect(shared).toEqual([]);
});
