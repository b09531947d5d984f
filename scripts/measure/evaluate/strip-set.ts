import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Raster } from '../../../lib/image/raster';

/** A strip of digits and what stands on it. */
interface LabelledStrip {
  readonly file: string;
  readonly digits: string;
  /** how it is printed; null where the labels do not say */
  readonly kind: string | null;
  /** of a made strip: legibility of its faintest character, 1 at the generator's floor; null where the labels do not say */
  readonly legibility: number | null;
  load(): Promise<Raster>;
}

export const STRIP_LABELS = 'labels.tsv';

/**
 * Returns the strips of a folder's labels.tsv (columns `file`, `digits`, perhaps `kind` and `legibility`) that are digits only.
 *
 * @throws {Error} when a column is missing or no strip is left
 */
export async function labelledStrips(folder: string): Promise<LabelledStrip[]> {
  const [header = '', ...lines] = (await readFile(join(folder, STRIP_LABELS), 'utf8')).trimEnd().split(/\r?\n/);
  const columns = header.split('\t');
  if (!columns.includes('file') || !columns.includes('digits')) throw new Error(`${STRIP_LABELS}: no columns file and digits`);
  const field = (row: readonly string[], name: string): string | null => row[columns.indexOf(name)] ?? null;
  const strips = lines
    .map((line) => line.split('\t'))
    .map((row) => ({
      file: field(row, 'file') ?? '',
      digits: field(row, 'digits') ?? '',
      kind: field(row, 'kind'),
      legibility: field(row, 'legibility') ? Number(field(row, 'legibility')) : null,
    }))
    .filter(({ digits }) => /^\d+$/.test(digits))
    .map((strip) => ({ ...strip, load: () => rasterOf(join(folder, strip.file)) }));
  if (strips.length === 0) throw new Error(`${STRIP_LABELS}: no strips of digits`);
  return strips;
}

async function rasterOf(file: string): Promise<Raster> {
  const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
