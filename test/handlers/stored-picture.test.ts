import fc from 'fast-check';
import { decodedKey, isBefore, isFolderKey, isPictureKey, isResultKey, resultKeyOf, versionOf } from '../../handlers/stored-picture';
import { errorCode } from '../helpers/error-code';

const FOLDERS = { pictures: 'in/', results: 'out/' };

test.each([
  ['in/a.jpg', 'out/a.jpg.json'],
  ['in/in/a', 'out/in/a.json'],
])('the result of %s is %s', (key, result) => {
  expect(resultKeyOf(key, FOLDERS)).toBe(result);
});

test.each([
  ['in/a.jpg', FOLDERS, true],
  ['in/2026/a', FOLDERS, true],
  ['in/2026/', FOLDERS, false],
  ['out/a.jpg.json', FOLDERS, false],
  ['a/in/a.jpg', FOLDERS, false],
  // the whole bucket, and results among the pictures: what was written for a picture is none
  ['a.jpg', { pictures: '', results: 'out/' }, true],
  ['out/a.jpg.json', { pictures: '', results: 'out/' }, false],
  ['scans/read/a.jpg.json', { pictures: 'scans/', results: 'scans/read/' }, false],
])('%s is a picture of %j: %s', (key, folders, expected) => {
  expect(isPictureKey(key, folders)).toBe(expected);
});

test.each([
  ['out/a.jpg.json', 'out/', true],
  ['out/jobs/a.jpg.json', 'out/', false],
  ['out/manifests/2026-11-24/a.jpg.json', 'out/', false],
  ['out/jobs.json', 'out/', true],
  ['out/2026/jobs/a.jpg.json', 'out/', true],
  ['jobs/a.jpg.json', 'out/', true],
  // of a beginning that is no folder
  ['readjobs/a.jpg.json', 'read', false],
  ['read/jobs/a.jpg.json', 'read', true],
])('a result may be put at %s, below %s: %s', (key, results, expected) => {
  expect(isResultKey(key, { pictures: 'in/', results })).toBe(expected);
});

test('no result is taken for a picture, wherever both lie', () => {
  const keyPart = fc.string({ unit: 'grapheme-ascii', maxLength: 5 });
  fc.assert(
    fc.property(keyPart, keyPart.filter(Boolean), keyPart, (pictures, results, tail) => {
      expect(isPictureKey(resultKeyOf(`${pictures}${tail}`, { pictures, results }), { pictures, results })).toBe(false);
    }),
  );
});

test('folders end with a slash', () => {
  expect(['in/', 'in/2026/', 'in', 'in/a'].map(isFolderKey)).toEqual([true, true, false, false]);
});

test.each([
  ['in/a+b%2Bc%20d.jpg', 'in/a b+c d.jpg'],
  ['in/%E5%8D%A1.jpg', 'in/卡.jpg'],
])('%s is %s, decoded', (encoded, key) => {
  expect(decodedKey(encoded)).toBe(key);
});

test('what is not encoded is not decoded', async () => {
  expect(await errorCode(() => decodedKey('in/100%.jpg'))).toBe('REQUEST_SHAPE');
});

test('a version is told by its id, or else its ETag', () => {
  expect(versionOf({ versionId: 'v1', eTag: 'ab' })).toBe('v1');
  expect(versionOf({ versionId: null, eTag: 'ab' })).toBe('ab');
});

test.each([
  ['0061', '0062', true],
  ['0062', '0061', false],
  ['0061', '0061', false],
  // shorter ones are filled up on the right
  ['0061', '00610', false],
  ['00610', '0061', false],
  ['0061', '00611', true],
  ['FF', '0FF', false],
  ['0ff', 'FF', true],
  ['ab', 'AB', false],
  [null, '0061', false],
  ['0061', null, false],
  [null, null, false],
])('%s before %s: %s', (sequencer, other, expected) => {
  expect(isBefore(sequencer, other)).toBe(expected);
});
