import { validatorsCode, validatorsTypes } from '../../../../scripts/build/contract/validators';

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name!).sort();

test('each function of the code is declared', () => {
  const exported = namesIn(validatorsCode(), /^exports\.(\w+)/gm);
  expect(exported).toContain('validateCardsAnswer');
  expect(exported).toEqual(namesIn(validatorsTypes(), /^export declare const (\w+)/gm));
});

test('the code needs no package but what bundling takes from ajv', () => {
  expect(namesIn(validatorsCode(), /require\("([^"]+)"\)/g)).toEqual(['ajv/dist/runtime/ucs2length']);
});

test('the code has nothing of what only people read', () => {
  expect(validatorsCode()).not.toContain('description');
});
