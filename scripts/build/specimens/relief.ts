import type { Raster } from '../../../lib/image/raster';
import { type Random, valueNoise } from './random';

// Looked up once: inside jest's sandbox every look-up of a global costs as much as a pixel's arithmetic.
const { max, min } = Math;

export type Rgb = readonly [number, number, number];

/** Radius of the slope at the foot of a stroke, px. */
const SLOPE_RADIUS = 1;
/** Distance from a stroke to its shadow, px; the light comes from the upper left. */
const SHADOW_OFFSET = { x: 3, y: 4 };
const SHADOW_RADIUS = 3;
const SHADOW_DEPTH = 0.42;
/** Direction from the light across the card, a unit vector. */
const LIGHT = { x: 0.55, y: 0.835 };
const LIT_GAIN = 2.9;
const SHADE_GAIN = 2.7;
/** Share of the bright and dark edges that shows on foil, which keeps its own colour. */
const EDGE_ON_FOIL = 0.7;
/** Share of a stroke's full height above which foil sticks. */
const FOIL_HEIGHT = 0.55;

/** Blurs a field by three passes of a box blur, which come close to a Gaussian. */
function blur(field: Float32Array, width: number, height: number, radius: number): Float32Array {
  const pass = (source: Float32Array, length: number, lines: number, step: number, lineStep: number): Float32Array => {
    const out = new Float32Array(source.length);
    for (let line = 0; line < lines; line++) {
      const start = line * lineStep;
      const at = (i: number): number => source[start + max(0, min(length - 1, i)) * step]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let i = 0; i < length; i++) {
        out[start + i * step] = sum / (2 * radius + 1);
        sum += at(i + radius + 1) - at(i - radius);
      }
    }
    return out;
  };
  let out = field;
  for (let n = 0; n < 3; n++) out = pass(pass(out, width, height, 1, width), height, width, width, 1);
  return out;
}

/**
 * Raises strokes out of a card face as seen under a lamp at the upper left: a bright edge towards it, a dark edge away from it,
 * a soft shadow beside the stroke, and foil on the top where the card has any.
 *
 * @param mask - the strokes, `width × height` values in 0..1
 * @param foil - colour of the tops, or null for bare plastic
 * @param random - for the unevenness of gloss and foil
 */
export function emboss(face: Raster, mask: Float32Array, foil: Rgb | null, random: Random): Raster {
  const { width, height } = face;
  const heights = blur(mask, width, height, SLOPE_RADIUS);
  const shade = blur(mask, width, height, SHADOW_RADIUS);
  const gloss = valueNoise(random, width, height, 23, 17);
  const wear = valueNoise(random, width, height, 3, 3);
  const edge = foil ? EDGE_ON_FOIL : 1;
  const data = Uint8ClampedArray.from(face.data);
  for (let y = SHADOW_OFFSET.y; y < height - 1; y++) {
    for (let x = SHADOW_OFFSET.x; x < width - 1; x++) {
      const i = y * width + x;
      const top = heights[i]!;
      const shadow = shade[i - SHADOW_OFFSET.y * width - SHADOW_OFFSET.x]! * (1 - top) * SHADOW_DEPTH;
      const slope = (heights[i + 1]! - heights[i - 1]!) * LIGHT.x + (heights[i + width]! - heights[i - width]!) * LIGHT.y;
      if (top < 0.004 && shadow < 0.004) continue;
      const lit = min(0.95, max(0, slope) * LIT_GAIN * (0.55 + 0.6 * gloss[i]!));
      const dark = min(0.85, max(0, -slope) * SHADE_GAIN * (0.7 + 0.3 * gloss[i]!));
      const foiled = foil ? min(1, max(0, (top - FOIL_HEIGHT) * 6)) * (wear[i]! > 0.1 ? 0.92 : 0.45) : 0;
      for (let c = 0; c < 3; c++) {
        const o = i * 3 + c;
        let value = face.data[o]! * (1 - shadow);
        if (foil) value += (foil[c]! * (0.86 + 0.2 * gloss[i]!) - value) * foiled;
        else value += (255 - value) * 0.1 * top;
        value += (250 - value) * lit * edge * 0.85;
        value *= 1 - dark * edge;
        data[o] = value;
      }
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}
