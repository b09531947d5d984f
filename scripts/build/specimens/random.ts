// Looked up once: inside jest's sandbox every look-up of a global costs as much as a pixel's arithmetic.
const { cos, imul, log, PI, sqrt } = Math;

/** Numbers in 0..1 (1 excluded), the same series for the same seed. */
export type Random = () => number;

/**
 * Returns a small seeded generator.
 *
 * @param seed - any integer
 *
 * Source: Tommy Ettinger's mulberry32 (public domain).
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = imul(state ^ (state >>> 15), state | 1);
    t ^= t + imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Returns one draw of a normal distribution with mean 0 and deviation 1 (Box and Muller). */
export const gaussian = (random: Random): number => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());

/**
 * Returns smooth noise: random values on a coarse lattice, interpolated between its points.
 *
 * @param cellWidth - distance of the lattice points across, px; long cells give streaks
 * @param cellHeight - distance of the lattice points down, px
 * @returns `width × height` values in 0..1, rows top to bottom
 */
export function valueNoise(random: Random, width: number, height: number, cellWidth: number, cellHeight: number): Float32Array {
  const columns = Math.ceil(width / cellWidth) + 2;
  const rows = Math.ceil(height / cellHeight) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, random);
  const ease = (t: number): number => t * t * (3 - 2 * t);
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (y / cellHeight) | 0;
    const v = ease(y / cellHeight - row);
    for (let x = 0; x < width; x++) {
      const column = (x / cellWidth) | 0;
      const u = ease(x / cellWidth - column);
      const i = row * columns + column;
      const top = lattice[i]! * (1 - u) + lattice[i + 1]! * u;
      const bottom = lattice[i + columns]! * (1 - u) + lattice[i + columns + 1]! * u;
      out[y * width + x] = top * (1 - v) + bottom * v;
    }
  }
  return out;
}
