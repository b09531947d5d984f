import sharp from 'sharp';
import type { Evidence } from '../../../../lib';
import type { Raster } from '../../../../lib/image/raster';
import { debugPage } from '../../../../scripts/cli/read/debug-page';
import type { FileReading } from '../../../../scripts/command/file-reading';
import { digitStrip } from '../../../helpers/digit-strip';
import { locatorSeeing } from '../../../helpers/locator-maps';
import { tilted } from '../../../helpers/quads';

const RASTER: Raster = { width: 320, height: 192, data: new Uint8Array(320 * 192 * 3).map((_, i) => (i * 37) % 251) };
const LINE = tilted({ x: 160, y: 96 }, 228, 24, 0);
const DATE = tilted({ x: 200, y: 140 }, 40, 12, 0);
const READING: FileReading = { file: '<b>&"card.jpg', status: 463, code: 'NUMBER_UNREADABLE', message: 'none', pan: null, ms: 1 };
const locator = locatorSeeing();

const seenAs = (text: string, quad = LINE): Evidence => ({
  kind: 'strip',
  by: 'fast',
  raster: RASTER,
  quad,
  widthScale: 1,
  strip: digitStrip(text),
});
const hypothesis = (text: string) => ({ text, visual: -1.25, posterior: 0.75, digitConfidence: [0.5] });
const EVIDENCE: Evidence[] = [
  { kind: 'places', raster: RASTER, places: [{ of: 'number', quad: LINE }] },
  { kind: 'rung', name: 'cards', from: 0, ms: 12.34 },
  seenAs('6222020200112230'),
  { kind: 'candidates', raster: RASTER, place: [LINE], hypotheses: [hypothesis('6222020200112230')] },
  { kind: 'rung', name: 'line', from: 20, ms: 5 },
  seenAs('0202'),
  seenAs('08/27', DATE),
];
/** What each strip is said to read. */
const captions = (page: string): string[] => [...page.matchAll(/<figcaption>(.*?),/g)].map(([, text]) => text!);

test('numbers are hidden, by groups, too; dates are not', async () => {
  const page = await debugPage(READING, EVIDENCE, locator);
  expect(captions(page)).toEqual([`fast: ${'•'.repeat(16)}`, 'fast: ••••', 'fast: 08/27']);
  expect(page).not.toMatch(/6222020200112230|0202/);
  expect(page).toContain(`<td>${'•'.repeat(16)}</td><td>-1.25</td><td>0.7500</td><td>0.500</td>`);
});

test('pictures of them are painted over', async () => {
  const [masked, plain] = [await debugPage(READING, EVIDENCE, locator), await debugPage(READING, EVIDENCE, null)];
  const strips = (page: string): number[] => [...page.matchAll(/data:image\/png;base64,([^"]+)/g)].map(([, png]) => png!.length);
  const [number, , date] = strips(masked);
  const [plainNumber, , plainDate] = strips(plain);
  expect(number).toBeLessThan(plainNumber! / 10);
  expect(date).toBe(plainDate);
});

test('the number is painted over in the whole picture, too', async () => {
  /** How many levels there are along the middle of the line of the number, in the page's first JPEG. */
  const levels = async (page: string): Promise<number> => {
    const [, jpeg] = /data:image\/jpeg;base64,([^"]+)/.exec(page)!;
    const middle = { left: 60, top: 92, width: 200, height: 8 };
    return new Set(await sharp(Buffer.from(jpeg!, 'base64')).extract(middle).greyscale().raw().toBuffer()).size;
  };
  expect(await levels(await debugPage(READING, EVIDENCE, locator))).toBeLessThan(5);
  expect(await levels(await debugPage(READING, EVIDENCE, null))).toBeGreaterThan(20);
});

test('unless they are asked for', async () => {
  const page = await debugPage(READING, EVIDENCE, null);
  expect(captions(page)).toEqual(['fast: 6222020200112230', 'fast: 0202', 'fast: 08/27']);
  expect(page).toContain('<td>6222020200112230</td>');
});

test('the climb is shown, and what came after the last rung', async () => {
  const page = await debugPage(READING, EVIDENCE, locator);
  const headings = [...page.matchAll(/<h2 id="rung\d">(.*?)<\/h2>/g)].map(([, heading]) => heading);
  expect(headings).toEqual(['1. cards, 12.3 ms', '2. line, 5.0 ms', '3. not ended, 0.0 ms']);
});

test('a look that found nothing shows what it looked at', async () => {
  const found: Evidence[] = [
    { kind: 'places', raster: RASTER, places: [] },
    { kind: 'rung', name: 'cards', from: 0, ms: 1 },
  ];
  expect(await debugPage(READING, found, null)).toContain('<use href="#raster0" width="320" height="192"/>');
});

test('the page needs nothing else, and takes no name for markup', async () => {
  const page = await debugPage(READING, EVIDENCE, locator);
  expect(page).not.toMatch(/https?:|<script|<link/);
  expect(page).toContain('<h1>&lt;b&gt;&amp;&quot;card.jpg</h1>');
});
