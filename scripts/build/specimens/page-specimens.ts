import sharp from 'sharp';
import type { Quad } from '../../../lib/geometry';
import type { Raster } from '../../../lib/image/raster';
import { cardQuad, drawSurface, layCard, photograph, type Scene } from './scene';
import { drawCard, type SpecimenCard } from './specimen-card';

/** A card and where its middle lies, px from the middle of the scene. */
interface LaidCard {
  readonly card: SpecimenCard;
  readonly x?: number;
  readonly y?: number;
  /** added to the scene's */
  readonly tiltDegrees?: number;
}

/** A picture to try the page with. */
interface PageSpecimen {
  readonly name: string;
  readonly cards: readonly LaidCard[];
  readonly scene: Scene;
  /** a reflection: its centre and its radius, as shares of the picture */
  readonly glare?: { readonly x: number; readonly y: number; readonly radius: number };
}

const card = (seed: number, bankName: string, pan: string, rest: Partial<SpecimenCard>): SpecimenCard => ({
  seed,
  pan,
  bankName,
  layout: '4-4-4-4',
  print: 'embossed',
  expiry: '12/30',
  ...rest,
});
const scene = (seed: number, rest: Partial<Scene>): Scene => ({
  seed,
  width: 720,
  height: 480,
  surface: 'wood',
  cardWidth: 610,
  turn: 0,
  blurSigma: 0.5,
  noise: 1,
  ...rest,
});

/** Cards whose numbers begin with real BINs, so that issuers and types are known; what follows is a plain sequence of digits and a check digit. */
const ICBC = card(21, 'ICBC', '6222021234567890128', { print: 'flat', layout: '6-13', expiry: null });
const CMB = card(22, 'CHINA MERCHANTS BANK', '6225751234567893', { expiry: '08/31' });
const BOCOM = card(24, 'BANK OF COMMUNICATIONS', '6222629876543210981', { layout: '6-13', expiry: '05/30' });
const CCB = card(26, 'CHINA CONSTRUCTION BANK', '6217001357924680132', { print: 'flat', layout: '6-13', expiry: null });

export const PAGE_SPECIMENS: readonly PageSpecimen[] = [
  { name: 'debit-19', cards: [{ card: ICBC }], scene: scene(31, { surface: 'paper', tiltDegrees: -2 }) },
  { name: 'credit-embossed', cards: [{ card: CMB }], scene: scene(32, { tiltDegrees: 2, perspective: { x: 0.05, y: 0.04 } }) },
  {
    name: 'turned',
    cards: [{ card: BOCOM }],
    scene: scene(33, { width: 480, height: 720, turn: 270, surface: 'paper' }),
  },
  {
    name: 'several',
    cards: [
      { card: CMB, x: -225, y: -144, tiltDegrees: -6 },
      { card: CCB, x: 234, y: -135, tiltDegrees: 4 },
      { card: BOCOM, x: 10, y: 162, tiltDegrees: 175 },
    ],
    scene: scene(34, { width: 972, height: 684, cardWidth: 414, surface: 'paper' }),
  },
  { name: 'glare', cards: [{ card: CCB }], scene: scene(35, { tiltDegrees: -3 }), glare: { x: 0.62, y: 0.58, radius: 0.12 } },
  { name: 'cut-off', cards: [{ card: ICBC, x: 200 }], scene: scene(36, { surface: 'paper', tiltDegrees: 1 }) },
  { name: 'no-card', cards: [], scene: scene(37, { surface: 'wood' }) },
];

const moved = (quad: Quad, dx: number, dy: number): Quad => quad.map(({ x, y }) => ({ x: x + dx, y: y + dy })) as unknown as Quad;

/** Draws a specimen as a camera would have seen it. */
export async function drawPageSpecimen({ cards, scene, glare }: PageSpecimen): Promise<Raster> {
  let picture = drawSurface(scene);
  for (const { card, x = 0, y = 0, tiltDegrees = 0 } of cards) {
    const face = await drawCard(card);
    const quad = cardQuad(face, { ...scene, tiltDegrees: (scene.tiltDegrees ?? 0) + tiltDegrees });
    picture = layCard(face, picture, moved(quad, x, y));
  }
  return photograph(glare ? await withGlare(picture, glare) : picture, scene);
}

async function withGlare({ width, height, data }: Raster, { x, y, radius }: NonNullable<PageSpecimen['glare']>): Promise<Raster> {
  const light = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <radialGradient id="light"><stop offset="0.45" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <ellipse cx="${x * width}" cy="${y * height}" rx="${radius * width}" ry="${0.7 * radius * width}" fill="url(#light)"/></svg>`;
  const lit = await sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(light) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, data: lit };
}
