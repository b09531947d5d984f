import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { labelledStrips } from '../../../../scripts/measure/evaluate/strip-set';
import { temporaryFolder } from '../../../helpers/temporary-folder';

const folder = temporaryFolder({ forEachTest: true });

const labels = (...lines: string[]): Promise<void> => writeFile(path.join(folder, 'labels.tsv'), `${lines.join('\n')}\n`);

test('strips of digits, with their kind where the labels say it', async () => {
  await labels(
    'file\ttext\tdigits\tkind\tlegibility',
    'a.png\t12_4\t124\tembossed\t1.25',
    'b.png\t08/27\t08/27\tflat\t2',
    'c.png\t\t\tflat\t2',
  );
  expect(await labelledStrips(folder)).toMatchObject([{ file: 'a.png', digits: '124', kind: 'embossed', legibility: 1.25 }]);
  await labels('file\ttext\tdigits', 'a.png\t12_4\t124');
  expect(await labelledStrips(folder)).toMatchObject([{ file: 'a.png', digits: '124', kind: null, legibility: null }]);
});

test.each([
  ['grey', { channels: 3, background: '#808080' } as const, (image: Sharp) => image.greyscale()],
  ['transparent', { channels: 4, background: '#80808080' } as const, (image: Sharp) => image],
])('a %s picture becomes RGB', async (_, paint, alter) => {
  await alter(sharp({ create: { width: 6, height: 4, ...paint } }))
    .png()
    .toFile(path.join(folder, 'a.png'));
  await labels('file\tdigits', 'a.png\t1');
  const [strip] = await labelledStrips(folder);
  const raster = await strip!.load();
  expect([raster.width, raster.height, raster.data.length]).toEqual([6, 4, 72]);
  expect(new Set(raster.data)).toEqual(new Set([0x80]));
});

test('labels without the columns, or without digits, are an error', async () => {
  await labels('name\ttext', 'a.png\t12');
  await expect(labelledStrips(folder)).rejects.toThrow('no columns file and digits');
  await labels('file\tdigits', 'a.png\tabc');
  await expect(labelledStrips(folder)).rejects.toThrow('no strips');
});

test('line ends may be those of Windows', async () => {
  await writeFile(path.join(folder, 'labels.tsv'), 'file\tdigits\r\na.png\t12\r\n');
  expect(await labelledStrips(folder)).toMatchObject([{ file: 'a.png', digits: '12' }]);
});
