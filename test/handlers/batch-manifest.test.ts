import { type ManifestLine, manifestKeyOf, manifestOf } from '../../handlers/batch-manifest';
import { isResultKey } from '../../handlers/stored-picture';

const NOW = new Date('2026-11-24T23:59:59Z');

test('a key a day and invocation, where no result is put', () => {
  const folders = { pictures: 'in/', results: 'out/' };
  const key = manifestKeyOf(NOW, '0f8fad5b-d9cb-469f-a165-70867728950e', folders);
  expect(key).toBe('out/manifests/2026-11-24/0f8fad5b-d9cb-469f-a165-70867728950e.jsonl');
  expect(isResultKey(key, folders)).toBe(false);
});

test('a line of JSON a picture', () => {
  const lines: ManifestLine[] = [
    { key: 'in/a\nb.jpg', version: 'v1', status: 'read', code: null, result: 'out/a\nb.jpg.json' },
    { key: 'in/c.jpg', version: 'v2', status: 'gone', code: null, result: null },
  ];
  const text = manifestOf(lines);
  expect(text.endsWith('}\n')).toBe(true);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(lines);
});
