import sharp from 'sharp';
import type { Evidence, Quad } from '../../../lib';
import { paintOver } from '../../../lib/image/paint';
import type { Raster } from '../../../lib/image/raster';
import { manifest } from '../../../lib/model/manifest';
import type { Locator } from '../../../lib/model/model';
import { bestPath } from '../../../lib/recognition/ctc';
import { cutStrip, DIGIT_ALPHABET } from '../../../lib/recognition/strip';
import type { FileReading } from '../../command/file-reading';
import { secretPlaces, withRoom } from '../../command/secret-places';

/** Greatest width and height at which a picture is shown, px. */
const SHOWN_SIDE = 900;
/** Most digits of a strip that is not hidden as (part of) a number: without a slash, and with one, which makes them a date. */
const MAX_DIGITS = { without: 2, date: 6 };
/** Probability from which the likeliest class of a time step is written down; of a less likely one only the shade is shown. */
const WRITTEN = 0.3;
const COLOURS = { card: '#00a844', number: '#e3124b', date: '#2979ff' };

type Strip = Extract<Evidence, { kind: 'strip' }>;

/** A rung of the ladder, and what it saw. */
interface ClimbedRung {
  readonly name: string;
  readonly ms: number;
  readonly evidence: readonly Evidence[];
}

/**
 * Makes an HTML page that shows, look by look, how a picture was read. It needs no other file. It has what each look found where, the strips as the networks
 * got them with what they read at each time step, candidates with their scores, and the rungs in the order of the climb.
 *
 * @param evidence - all that `CardReader.read` told of the picture
 * @param locator - finds what is to be painted over: numbers, signature strips and security codes; null: everything is shown
 * @throws {CardOcrError} as `locateCards`
 */
export async function debugPage(reading: FileReading, evidence: readonly Evidence[], locator: Locator | null): Promise<string> {
  const rasters = new Set(evidence.flatMap((seen) => (seen.kind === 'rung' ? [] : [seen.raster])));
  const shown = new Map<Raster, Raster>();
  for (const raster of rasters) shown.set(raster, locator ? await masked(locator, raster, evidence) : raster);
  const symbols = await Promise.all([...shown.values()].map(symbolOf));
  const rungs = rungsOf(evidence);
  const sections: string[] = [];
  for (const [i, rung] of rungs.entries()) sections.push(await sectionOf(rung, i, shown, locator !== null));
  const climb = rungs.map(({ name, ms }, i) => `<li><a href="#rung${i}">${name}</a> ${ms.toFixed(1)} ms</li>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(reading.file)}</title><style>${STYLE}</style>
<h1>${escaped(reading.file)}</h1><pre>${escaped(JSON.stringify(reading, null, 1))}</pre>
<h2>The climb</h2><ol>${climb}</ol>
<p>${Object.entries(COLOURS)
    .map(([of, colour]) => `<b style="color:${colour}">${of}</b>`)
    .join(' ')}</p>
<svg width="0" height="0">${symbols.join('')}</svg>${sections.join('\n')}</html>
`;
}

const STYLE = `body{font:14px system-ui;margin:2em;max-width:1400px}pre{background:#f4f4f4;padding:1em;max-height:20em;overflow:auto}
svg.look{max-width:100%;height:auto;display:block;background:#eee;margin:.5em 0}figure{margin:.8em 0;overflow-x:auto}figure img{display:block;image-rendering:auto}
.steps{display:flex;font:10px monospace;height:16px}.steps span{flex:none;text-align:center;overflow:hidden}
table{border-collapse:collapse;font:12px monospace}td,th{padding:1px 8px;text-align:right}`;

/** Divides evidence by rungs: what a rung saw comes before the rung's own entry; what comes after the last entry is of a rung that did not end. */
function rungsOf(evidence: readonly Evidence[]): ClimbedRung[] {
  const rungs: ClimbedRung[] = [];
  let since: Evidence[] = [];
  for (const seen of evidence) {
    if (seen.kind !== 'rung') since.push(seen);
    else {
      rungs.push({ name: seen.name, ms: seen.ms, evidence: since });
      since = [];
    }
  }
  return since.length > 0 ? [...rungs, { name: 'not ended', ms: 0, evidence: since }] : rungs;
}

/** Returns a copy of a picture with all that must not be seen painted over: what the locator finds, and wherever a reader saw a number. */
async function masked(locator: Locator, raster: Raster, evidence: readonly Evidence[]): Promise<Raster> {
  const copy = { ...raster, data: raster.data.slice() };
  const here = evidence.flatMap((seen) => (seen.kind !== 'rung' && seen.raster === raster ? [seen] : []));
  const numbers = here.flatMap((seen): Quad[] => {
    if (seen.kind === 'places') return seen.places.flatMap(({ of, quad }) => (of === 'number' ? [withRoom(quad)] : []));
    if (seen.kind === 'candidates') return seen.place.map(withRoom);
    return isOfNumber(seen) ? [withRoom(seen.quad)] : [];
  });
  const located = await secretPlaces(locator, raster);
  for (const quad of [...numbers, ...located.numbers, ...located.codes]) paintOver(copy, quad);
  return copy;
}

const digitsIn = ({ strip }: Strip): string => bestPath(strip.digitProbs, DIGIT_ALPHABET);

function isOfNumber(strip: Strip): boolean {
  const text = digitsIn(strip);
  const digits = text.replaceAll('/', '').length;
  return digits > (digits < text.length ? MAX_DIGITS.date : MAX_DIGITS.without);
}

const hidden = (text: string): string => text.replace(/\d/g, '•');

async function symbolOf({ width, height, data }: Raster, i: number): Promise<string> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: SHOWN_SIDE, height: SHOWN_SIDE, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
  const source = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  return `<symbol id="raster${i}" viewBox="0 0 ${width} ${height}"><image href="${source}" width="${width}" height="${height}" preserveAspectRatio="none"/></symbol>`;
}

/** @param shown - what is shown of each raster */
async function sectionOf(
  { name, ms, evidence }: ClimbedRung,
  index: number,
  shown: ReadonlyMap<Raster, Raster>,
  isMasked: boolean,
): Promise<string> {
  const looks = [...shown.keys()].flatMap((raster, i) => lookAt(raster, i, evidence));
  const details: string[] = [];
  for (const seen of evidence) {
    if (seen.kind === 'strip') details.push(await stripFigure(seen, shown.get(seen.raster)!, isMasked));
    if (seen.kind === 'candidates') details.push(candidateTable(seen, isMasked));
  }
  return `<h2 id="rung${index}">${index + 1}. ${name}, ${ms.toFixed(1)} ms</h2>${looks.join('')}${details.join('')}`;
}

/** Draws what a rung saw in a raster over it. Returns nothing where the rung did not look at the raster. */
function lookAt(raster: Raster, i: number, evidence: readonly Evidence[]): string[] {
  const ofRaster = evidence.filter((seen) => seen.kind !== 'rung' && seen.raster === raster);
  if (ofRaster.length === 0) return [];
  const places = ofRaster.flatMap((seen) => {
    if (seen.kind === 'places') return seen.places.map(({ of, quad }) => ({ colour: COLOURS[of], title: `locator: ${of}`, quad }));
    return seen.kind === 'strip' ? [{ colour: '#f7b500', title: `strip for ${seen.by}`, quad: seen.quad }] : [];
  });
  const { width, height } = raster;
  const line = Math.max(width, height) / 450;
  const polygons = places.map(
    ({ colour, title, quad }) =>
      `<polygon points="${quad.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${line}"><title>${title}</title></polygon>`,
  );
  const shownWidth = Math.min(SHOWN_SIDE, Math.max(width, 320));
  return [
    `<svg class="look" width="${shownWidth}" viewBox="0 0 ${width} ${height}"><use href="#raster${i}" width="${width}" height="${height}"/>${polygons.join('')}</svg>`,
  ];
}

/** Draws a strip as the network got it, and below it what the network read at each time step: the likeliest class, the darker the likelier. */
async function stripFigure(seen: Strip, raster: Raster, isMasked: boolean): Promise<string> {
  const { input } = manifest[seen.by === 'fast' ? 'digit-recognition' : 'second-digit-recognition'];
  const { width, height, data } = cutStrip(raster, seen.quad, seen.widthScale, input);
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const isHidden = isMasked && isOfNumber(seen);
  const [steps = 0, classes = 0] = seen.strip.digitProbs.shape;
  const cells = Array.from({ length: steps }, (_, t) => {
    const row = seen.strip.digitProbs.data.subarray(t * classes, (t + 1) * classes);
    const best = row.indexOf(Math.max(...row));
    const p = best === 0 ? 1 - row[0]! : row[best]!;
    const character = best === 0 || p < WRITTEN ? '' : (DIGIT_ALPHABET[best - 1] ?? '');
    return `<span style="width:${((2 * width) / steps).toFixed(2)}px;background:rgba(227,18,75,${p.toFixed(2)})" title="${p.toFixed(3)}">${isHidden ? hidden(character) : character}</span>`;
  });
  const mass = seen.strip.digitMass.reduce((sum, value) => sum + value, 0) / Math.max(1, steps);
  const said = `${seen.by}: ${digitsIn(seen)}`;
  return `<figure><img src="data:image/png;base64,${png.toString('base64')}" width="${2 * width}" height="${2 * height}" alt="">
<div class="steps">${cells.join('')}</div><figcaption>${escaped(isHidden ? hidden(said) : said)}, a number or date by ${mass.toFixed(2)}</figcaption></figure>`;
}

function candidateTable({ hypotheses }: Extract<Evidence, { kind: 'candidates' }>, isMasked: boolean): string {
  const rows = hypotheses.map(
    ({ text, visual, posterior, digitConfidence }) =>
      `<tr><td>${escaped(isMasked ? hidden(text) : text)}</td><td>${visual.toFixed(2)}</td><td>${posterior.toFixed(4)}</td><td>${Math.min(...digitConfidence).toFixed(3)}</td></tr>`,
  );
  return `<table><tr><th>candidate</th><th>log likelihood</th><th>posterior</th><th>weakest digit</th></tr>${rows.join('')}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
