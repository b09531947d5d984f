/**
 * Draws the test set: every specimen card as `test/fixtures/<name>.jpg` with its `<name>.expected.json`, all of them in `labels.json`, the pictures to try the
 * page with, and one card in every format in `test/fixtures/formats/`. Run from the repository's root: `npm run build:fixtures`.
 *
 * sharp writes no HEIC. `heif-enc` of libheif with x265 (Debian: libheif-examples) made `formats/rgb.heic` of `rgb.png` (`-q 85`), and `embossed-16.heic` of
 * `embossed-16.jpg` turned by 270° (`-q 55 --cut-tiles 256 --rotate-cw 90`): in tiles, and turned back by the file, as phones do it.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { resize } from '../../../lib/image/resize';
import { runScript } from '../../command/run-script';
import { LABELS_FILE } from '../../measure/labels';
import { encodeJpeg, encodeVariants } from './encode';
import { drawPageSpecimen, PAGE_SPECIMENS } from './page-specimens';
import { drawCard } from './specimen-card';
import { drawSpecimen, expectedReading, FORMATS_CARD, FORMATS_SIZE, labelOf, SPECIMENS } from './specimens';

const FIXTURES_FOLDER = 'test/fixtures';
/** Folder of the page's specimens. They are part of the page, which has to be small: hence their low quality. */
const PAGE_FOLDER = 'page/specimens';
const PAGE_QUALITY = 45;
const FORMATS_FOLDER = path.join(FIXTURES_FOLDER, 'formats');

async function store(file: string, content: Buffer | string): Promise<void> {
  await writeFile(file, content);
  console.log(`${file} ${(content.length / 1024).toFixed(1)} KB`);
}

async function main(): Promise<number> {
  await mkdir(FORMATS_FOLDER, { recursive: true });
  for (const specimen of SPECIMENS) {
    await store(path.join(FIXTURES_FOLDER, `${specimen.name}.jpg`), await encodeJpeg(await drawSpecimen(specimen)));
    const expected = `${JSON.stringify(expectedReading(specimen), null, 2)}\n`;
    await store(path.join(FIXTURES_FOLDER, `${specimen.name}.expected.json`), expected);
  }
  const labels = JSON.stringify(SPECIMENS.map(labelOf), null, 2);
  await store(path.join(FIXTURES_FOLDER, LABELS_FILE), `${labels}\n`);
  await mkdir(PAGE_FOLDER, { recursive: true });
  for (const specimen of PAGE_SPECIMENS) {
    const { width, height, data } = await drawPageSpecimen(specimen);
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    await store(path.join(PAGE_FOLDER, `${specimen.name}.webp`), await picture.webp({ quality: PAGE_QUALITY, effort: 6 }).toBuffer());
  }
  const card = resize(await drawCard(FORMATS_CARD), FORMATS_SIZE.width, FORMATS_SIZE.height);
  for (const [name, content] of await encodeVariants(card)) await store(path.join(FORMATS_FOLDER, name), content);
  return 0;
}

runScript(main());
