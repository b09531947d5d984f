import { checkLoadOptions, checkPictureBytes, checkReadOptions } from '../lib/argument-checks';

test.each([Buffer.from('x'), new Uint8Array(), new Uint8ClampedArray(1)])('the bytes of a picture', (bytes) => {
  expect(() => checkPictureBytes(bytes, 'read')).not.toThrow();
});

test.each([
  ['card.jpg', 'this is a string. To read a file: reader.read(await readFile(path))'],
  [undefined, 'this is undefined'],
  [null, 'this is null'],
  [[1, 2], 'this is an array'],
  [{}, 'this is object'],
  [new ArrayBuffer(1), 'this is object'],
  [new Float32Array(1), 'this is object'],
  [new Int8Array(1), 'this is object'],
  [new DataView(new ArrayBuffer(1)), 'this is object'],
])('%p are no bytes', (bytes, said) => {
  expect(() => checkPictureBytes(bytes, 'read')).toThrow(TypeError);
  expect(() => checkPictureBytes(bytes, 'read')).toThrow(said);
});

test('a message names the method that was called', () => {
  for (const method of ['read', 'readTogether'] as const) {
    expect(() => checkPictureBytes('card.jpg', method)).toThrow(`CardReader.${method} takes the bytes`);
    expect(() => checkReadOptions(null, method)).toThrow(`the options of CardReader.${method} are an object`);
  }
  expect(() => checkPictureBytes('card.jpg', 'readTogether')).toThrow('reader.readTogether([await readFile(path)])');
});

test.each([
  {},
  { today: new Date(), signal: AbortSignal.timeout(1), crop: 'masked', strip: 'plain' },
  { crop: undefined, signal: undefined, without: undefined, onStage: undefined },
  { without: new Set(['date']), onEvidence: () => {}, onDecoded: () => {}, onStage: () => {} },
])('options of read', (options) => {
  expect(() => checkReadOptions(options, 'read')).not.toThrow();
});

test('only several pictures have turns', () => {
  const options = { inTurn: () => {} };
  expect(() => checkReadOptions(options, 'readTogether')).not.toThrow();
  expect(() => checkReadOptions(options, 'read')).toThrow('CardReader.read has no option inTurn');
  expect(() => checkReadOptions({ inTurn: null }, 'readTogether')).toThrow('inTurn is a function (work, picture)');
});

test.each([
  [null, 'are an object'],
  ['masked', 'are an object'],
  [{ today: '2026-11-26' }, 'today is a valid Date'],
  [{ today: new Date('never') }, 'today is a valid Date'],
  [{ signal: 5000 }, 'signal is an AbortSignal'],
  [{ signal: null }, 'signal is an AbortSignal'],
  [{ signal: { aborted: false } }, 'signal is an AbortSignal'],
  [{ signal: new AbortController() }, 'signal is an AbortSignal'],
  [{ without: ['date'] }, 'without is a Set of names'],
  [{ without: 'date' }, 'without is a Set of names'],
  [{ without: null }, 'without is a Set of names'],
  [{ onEvidence: true }, 'onEvidence is a function (evidence)'],
  [{ onDecoded: 'log' }, 'onDecoded is a function (size)'],
  [{ onStage: {} }, 'onStage is a function (stage, milliseconds)'],
  [{ crop: true }, "crop is 'plain' or 'masked'"],
  [{ strip: 'none' }, "strip is 'plain' or 'masked'"],
  // it would not be heard
  [{ mask: true }, 'CardReader.read has no option mask, but today, signal, '],
])('%p are no options of read', (options, said) => {
  expect(() => checkReadOptions(options, 'read')).toThrow(TypeError);
  expect(() => checkReadOptions(options, 'read')).toThrow(said);
});

test.each([{}, { modelsDirectory: '/opt/models', binCsv: 'a.csv', onRun: () => {}, onLoad: () => {} }])('options of load', (options) => {
  expect(() => checkLoadOptions(options)).not.toThrow();
});

test.each([
  ['/opt/models', 'are an object'],
  [{ modelsDirectory: 1 }, 'modelsDirectory is the path of a folder'],
  [{ binCsv: Buffer.from('') }, 'binCsv is the path of a CSV file'],
  [{ binCsv: 'bin,issuer\n424242,A' }, 'binCsv is the path of a CSV file'],
  [{ binCSV: 'a.csv' }, 'CardReader.load has no option binCSV, but modelsDirectory, binCsv, '],
  [{ onRun: true }, 'onRun is a function'],
  [{ onLoad: 'all' }, 'onLoad is a function'],
])('%p are no options of load', (options, said) => {
  expect(() => checkLoadOptions(options)).toThrow(said);
});
