import sharp from 'sharp';
import { adjugate, type Point, type Quad, rectangleToQuad, type Turn } from '../../../lib/geometry';
import type { Raster } from '../../../lib/image/raster';
import { gaussian, type Random, seededRandom, valueNoise } from './random';
import type { Rgb } from './relief';
import { CARD_CORNER_RADIUS } from './specimen-card';

// Looked up once: inside jest's sandbox every look-up of a global costs as much as a pixel's arithmetic.
const { abs, hypot, max, min } = Math;

/** What a card lies on. */
type Surface = 'paper' | 'cloth' | 'wood';

/** How a photograph of a card was taken. */
export interface Scene {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly surface: Surface;
  /** Width of the upright card, px in the scene. */
  readonly cardWidth: number;
  /** Clockwise turn of the card's own left-to-right, from the scene's. */
  readonly turn: Turn;
  /** Further turn clockwise, degrees. */
  readonly tiltDegrees?: number;
  /** How much nearer the card's right and lower edges are than its left and upper ones, as shares of the distance. */
  readonly perspective?: Point;
  /** Deviation of the blur, px; at least 0.3. */
  readonly blurSigma: number;
  /** Deviation of the sensor's noise, of 255. */
  readonly noise: number;
}

const SURFACES: Readonly<
  Record<Surface, { readonly colour: Rgb; readonly grain: number; readonly cellWidth: number; readonly cellHeight: number }>
> = {
  paper: { colour: [226, 223, 216], grain: 8, cellWidth: 160, cellHeight: 160 },
  cloth: { colour: [98, 104, 112], grain: 34, cellWidth: 4, cellHeight: 4 },
  wood: { colour: [168, 122, 80], grain: 70, cellWidth: 420, cellHeight: 9 },
};

const SUPERSAMPLING = 2;
/** Distance from a card's edge to its shadow, and the shadow's softness, px of the card. */
const SHADOW_OFFSET = { x: 7, y: 10 };
const SHADOW_SOFTNESS = 16;
const SHADOW_DEPTH = 0.45;

/** Draws an empty table top under a lamp that stands to one side. */
export function drawSurface(scene: Scene): Raster {
  const { width, height } = scene;
  const random = seededRandom(scene.seed);
  const { colour, grain, cellWidth, cellHeight } = SURFACES[scene.surface];
  const coarse = valueNoise(random, width, height, cellWidth, cellHeight);
  const fine = valueNoise(random, width, height, max(3, cellWidth / 6), max(2, cellHeight / 3));
  const lampX = random() * width;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const light = 1.08 - 0.28 * hypot((x - lampX) / width, (y - height * 0.3) / height);
      const texture = (coarse[i]! - 0.5) * grain + (fine[i]! - 0.5) * grain * 0.5;
      for (let c = 0; c < 3; c++) data[i * 3 + c] = (colour[c]! + texture) * light;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** Returns where the corners of a card lie in a scene, clockwise from the card's own top left. */
export function cardQuad(card: Raster, scene: Scene): Quad {
  const angle = ((scene.turn + (scene.tiltDegrees ?? 0)) * Math.PI) / 180;
  const scale = scene.cardWidth / card.width;
  const { x: nearRight, y: nearBottom } = scene.perspective ?? { x: 0, y: 0 };
  const corner = (sx: number, sy: number): Point => {
    const depth = 1 - (nearRight * sx + nearBottom * sy) / 2;
    const u = (sx * card.width * scale) / 2 / depth;
    const v = (sy * card.height * scale) / 2 / depth;
    return {
      x: scene.width / 2 + u * Math.cos(angle) - v * Math.sin(angle),
      y: scene.height / 2 + u * Math.sin(angle) + v * Math.cos(angle),
    };
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

type Homography = readonly [number, number, number, number, number, number, number, number, number];

/** Returns the distance of a point from a card's outline, px of the card; negative inside. */
function distanceFromOutline(x: number, y: number, width: number, height: number): number {
  const dx = abs(x - width / 2) - width / 2 + CARD_CORNER_RADIUS;
  const dy = abs(y - height / 2) - height / 2 + CARD_CORNER_RADIUS;
  return hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - CARD_CORNER_RADIUS;
}

/** Lays a card with its rounded corners and its shadow on a surface. */
export function layCard(card: Raster, surface: Raster, quad: Quad): Raster {
  const { width, height } = surface;
  const [a, b, c, d, e, f, g, h, k] = adjugate(rectangleToQuad(card.width, card.height, quad)) as Homography;
  const data = new Uint8ClampedArray(width * height * 3);
  const samples = SUPERSAMPLING * SUPERSAMPLING;
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const o = (y * width + x) * 3;
      sum.fill(0);
      for (let s = 0; s < samples; s++) {
        const px = x + ((s % SUPERSAMPLING) + 0.5) / SUPERSAMPLING;
        const py = y + (((s / SUPERSAMPLING) | 0) + 0.5) / SUPERSAMPLING;
        const z = g * px + h * py + k;
        const u = (a * px + b * py + c) / z;
        const v = (d * px + e * py + f) / z;
        if (distanceFromOutline(u, v, card.width, card.height) <= 0) {
          addSample(sum, card, u - 0.5, v - 0.5);
        } else {
          const away = distanceFromOutline(u - SHADOW_OFFSET.x, v - SHADOW_OFFSET.y, card.width, card.height);
          const shadow = SHADOW_DEPTH * max(0, min(1, 0.5 - away / SHADOW_SOFTNESS / 2));
          for (let n = 0; n < 3; n++) sum[n]! += surface.data[o + n]! * (1 - shadow);
        }
      }
      for (let n = 0; n < 3; n++) data[o + n] = sum[n]! / samples;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** Adds the colour at a point between pixels, interpolated bilinearly, to a sum. */
function addSample(sum: [number, number, number], { width, height, data }: Raster, x: number, y: number): void {
  const cx = max(0, min(width - 1.001, x));
  const cy = max(0, min(height - 1.001, y));
  const left = cx | 0;
  const top = cy | 0;
  const fx = cx - left;
  const fy = cy - top;
  for (let n = 0; n < 3; n++) {
    const o = (top * width + left) * 3 + n;
    const upper = data[o]! * (1 - fx) + data[o + 3]! * fx;
    const lower = data[o + width * 3]! * (1 - fx) + data[o + width * 3 + 3]! * fx;
    sum[n]! += upper * (1 - fy) + lower * fy;
  }
}

/** Returns what a camera makes of a scene: blurred first, then noisy. */
export async function photograph({ width, height, data }: Raster, scene: Scene): Promise<Raster> {
  const blurred = await sharp(data, { raw: { width, height, channels: 3 } })
    .blur(scene.blurSigma)
    .raw()
    .toBuffer();
  return { width, height, data: withNoise(blurred, scene.noise, seededRandom(scene.seed + 1)) };
}

/** Adds noise of brightness: one draw per pixel, the same for its three channels. */
function withNoise(data: Uint8Array, deviation: number, random: Random): Uint8Array {
  const out = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const grain = gaussian(random) * deviation;
    for (let c = 0; c < 3; c++) out[i + c] = data[i + c]! + grain;
  }
  return new Uint8Array(out.buffer);
}
