import { ARTIFACT_LIMIT_BYTES, brokenLimits, MEGABYTE, SUM_LIMIT_BYTES, sizeTable } from '../../../../scripts/build/package/sizes';

test('a table of them', () => {
  const mixed = [
    { name: 'native', unzippedBytes: 3 * MEGABYTE, zippedBytes: MEGABYTE },
    { name: 'models', unzippedBytes: MEGABYTE / 2, zippedBytes: MEGABYTE / 4 },
  ];
  expect(sizeTable(mixed)).toBe(
    [
      '              unzipped      zipped',
      'native         3.00 MB     1.00 MB',
      'models         0.50 MB     0.25 MB',
      'sum            3.50 MB     1.25 MB',
      '',
    ].join('\n'),
  );
  expect(sizeTable([{ name: 'native', unzippedBytes: MEGABYTE }])).not.toContain('zipped ');
});

test('what is too large is named', () => {
  const models = { name: 'models', unzippedBytes: ARTIFACT_LIMIT_BYTES.models! };
  expect(brokenLimits([models])).toEqual([]);
  expect(brokenLimits([{ ...models, unzippedBytes: models.unzippedBytes + 1 }])).toEqual([expect.stringContaining('models: ')]);
  expect(brokenLimits([{ name: 'surprise', unzippedBytes: 1 }])).toEqual([expect.stringContaining('surprise: ')]);
  expect(brokenLimits([{ ...models, unzippedBytes: SUM_LIMIT_BYTES + 1 }])).toEqual([
    expect.stringContaining('models: '),
    expect.stringContaining('sum: 62.00 MB unzipped, over the limit of 62.00 MB'),
  ]);
});
