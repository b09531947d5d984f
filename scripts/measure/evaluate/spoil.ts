import sharp from 'sharp';
import { along, type Point, partOfQuad, type Quad, quadCentre, quadHeight } from '../../../lib/geometry';
import type { SceneCard } from './scene-set';

/** Ways of spoiling a clean picture of a card, by the warning that each should bring. */
export const SPOILERS: Readonly<Record<string, (bytes: Buffer, card: SceneCard) => Promise<Buffer>>> = {
  /** out of focus: the strokes of digits run together */
  blurred: (bytes, { numbers }) => outOfFocus(bytes, 0.14 * heightOf(numbers)),
  /** a lamp's reflection over three or four digits */
  glare: (bytes, { numbers }) => withReflection(bytes, middleOf(numbers), 1.6 * heightOf(numbers)),
  /** an eighth of the card, on its left, is outside */
  'cut-off': (bytes, { quad }) => withoutLeft(bytes, quad, 0.12),
  /** digits 8 px high */
  'too-small': async (bytes, { numbers }) => {
    const { width = 0 } = await sharp(bytes).metadata();
    return sharp(bytes)
      .resize({ width: Math.max(40, Math.round((width * 8) / heightOf(numbers))) })
      .png()
      .toBuffer();
  },
  /** a piece of paper over an eighth of the number */
  partial: (bytes, { numbers }) => {
    const [from, to] = numbers.length > 1 ? [0.3, 0.75] : [0.44, 0.56];
    return withPaper(bytes, partOfQuad(numbers[numbers.length >> 1]!, from!, to!, -0.25, 1.25));
  },
};

/** @param sigma - standard deviation of the blur, px */
export const outOfFocus = (bytes: Buffer, sigma: number): Promise<Buffer> => sharp(bytes).blur(Math.max(0.5, sigma)).png().toBuffer();

/** Puts a round white patch, soft at its rim, on a picture; its centre and radius are in px. */
export const withReflection = (bytes: Buffer, { x, y }: Point, radius: number): Promise<Buffer> =>
  overlaid(
    bytes,
    `<defs><radialGradient id="g"><stop offset="0.7" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
     <circle cx="${x}" cy="${y}" r="${radius}" fill="url(#g)"/>`,
  );

/** Puts a piece of paper on a picture. */
export const withPaper = (bytes: Buffer, quad: Quad): Promise<Buffer> =>
  overlaid(bytes, `<polygon points="${quad.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="#9a8f80"/>`);

/** Cuts off the part of a picture that shows the left of a quad, as seen in its reading direction, up to a share of its width. */
export async function withoutLeft(bytes: Buffer, quad: Quad, share: number): Promise<Buffer> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const inside = [along(quad[0], quad[1], share), along(quad[3], quad[2], share)];
  const isLevel = Math.abs(quad[1].x - quad[0].x) > Math.abs(quad[1].y - quad[0].y);
  const left = isLevel && quad[1].x > quad[0].x ? Math.max(...inside.map(({ x }) => x)) : 0;
  const right = isLevel && quad[1].x < quad[0].x ? Math.min(...inside.map(({ x }) => x)) : width;
  const top = !isLevel && quad[1].y > quad[0].y ? Math.max(...inside.map(({ y }) => y)) : 0;
  const bottom = !isLevel && quad[1].y < quad[0].y ? Math.min(...inside.map(({ y }) => y)) : height;
  const area = { left: Math.round(left), top: Math.round(top), width: Math.round(right - left), height: Math.round(bottom - top) };
  return sharp(bytes).extract(area).png().toBuffer();
}

/** Returns the height of a number's digits, px. */
export const heightOf = (numbers: readonly Quad[]): number => Math.min(...numbers.map(quadHeight));

function middleOf(numbers: readonly Quad[]): Point {
  return quadCentre(numbers[numbers.length >> 1]!);
}

async function overlaid(bytes: Buffer, svg: string): Promise<Buffer> {
  const { width, height } = await sharp(bytes).metadata();
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`;
  return sharp(bytes)
    .composite([{ input: Buffer.from(overlay) }])
    .png()
    .toBuffer();
}
