// AssemblyScript: compiled by `npm run build:kernels`. In JavaScript, which is interpreted while it is new, this took a sixth of a process's first reading.

/** e to the power of x. AssemblyScript's own has a table in memory, where pictures lie. */
declare function exp(x: f64): f64;

/** Where along an edge the picture is asked, clear of the rounded corners; places are kept in parts of 256, as bits after the point. */
const MIDDLE: f64 = 0.8;
const SAMPLES = 36;
const BITS = 8;
const PARTS = 1 << BITS;
/** A step of this many levels, summed over channels, counts as half a border; a stronger one counts little more. */
const FAINT: f64 = 60;
/** Mean share of a border that an edge must show to be moved to it. */
const MIN_SHARE: f64 = 0.3;
/** A step is measured between the means of a few pixels: how far inside and outside the border they are, and how far apart along it, px. */
const STEP_ACROSS: f64 = 1.2;
const STEP_ALONG: f64 = 1.5;
/** An edge's place is searched in steps of this many px, then around each place whose score is at least this share of the best one: a border extends over more than two px. */
const COARSE = 2;
const RIVAL: f64 = 0.75;
/** How much of a border is at a point is stored as a number up to this. */
const WHOLE: f64 = 255;

/** Memory to work with, in bytes: scores of moves, then places of samples, then how much of a border each of them shows from `-reach` to `reach`. */
export function room(reach: i32): i32 {
  const size = 2 * reach + 1;
  return (size * size << 3) + (SAMPLES << 2) + SAMPLES * size;
}

/** How much of a border runs through a point across a direction, 0..1. */
function borderAt(from: usize, width: i32, x: f64, y: f64, nx: f64, ny: f64): f64 {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let s: f64 = -1; s <= 1; s++) {
    const px = x - s * STEP_ALONG * ny;
    const py = y + s * STEP_ALONG * nx;
    const outside = from + 3 * (<i32>Math.floor(py + STEP_ACROSS * ny) * width + <i32>Math.floor(px + STEP_ACROSS * nx));
    const inside = from + 3 * (<i32>Math.floor(py - STEP_ACROSS * ny) * width + <i32>Math.floor(px - STEP_ACROSS * nx));
    red += <i32>load<u8>(outside) - <i32>load<u8>(inside);
    green += <i32>load<u8>(outside, 1) - <i32>load<u8>(inside, 1);
    blue += <i32>load<u8>(outside, 2) - <i32>load<u8>(inside, 2);
  }
  const step = <f64>(abs(red) + abs(green) + abs(blue)) / 3;
  return step / (step + FAINT);
}

/** How much of a border an edge's samples together show where its ends are moved; 0 where it is too little for one. */
function shareAt(places: usize, borders: usize, count: i32, reach: i32, first: i32, second: i32): f64 {
  const size = 2 * reach + 1;
  let share: i32 = 0;
  for (let i = 0; i < count; i++) {
    const at = ((first + reach) << BITS) + (second - first) * load<i32>(places + (<usize>i << 2));
    const before = min(at >> BITS, size - 2);
    const part = at - (before << BITS);
    const o = borders + i * size + before;
    share += <i32>load<u8>(o) * (PARTS - part) + <i32>load<u8>(o, 1) * part;
  }
  return <f64>share < MIN_SHARE * WHOLE * PARTS * <f64>count ? 0 : <f64>share;
}

/** A move's score: of two that show as much of a border, the smaller one is likelier. */
function scoreOf(places: usize, borders: usize, count: i32, reach: i32, first: i32, second: i32, spread: f64): f64 {
  const share = shareAt(places, borders, count, reach, first, second);
  return share == 0 ? 0 : share * exp(-<f64>(first * first + second * second) / (4 * spread * spread));
}

/**
 * By how much the ends of the edge from a to b are to be moved across it for its samples together to show most of a border.
 *
 * from, width, height: the picture
 * to: `room(reach)` bytes, a multiple of 8
 * nx, ny: across the edge, 1 px
 * reach: how far to either side a border is looked for, px
 * spread: how far off an edge mostly is (standard deviation), px
 * returns both moves plus `reach`, the first times 65,536; -1 where too little of the edge is within the picture
 */
export function bestMove(
  from: usize, width: i32, height: i32, to: usize,
  ax: f64, ay: f64, bx: f64, by: f64, nx: f64, ny: f64, reach: i32, spread: f64,
): i32 {
  const size = 2 * reach + 1;
  const scores = to;
  const places = scores + (<usize>(size * size) << 3);
  const borders = places + (SAMPLES << 2);
  const margin = <f64>reach + 2 * STEP_ALONG;
  let count = 0;
  for (let i = 0; i < SAMPLES; i++) {
    const t = (1 - MIDDLE) / 2 + (MIDDLE * (<f64>i + 0.5)) / SAMPLES;
    const x = ax + t * (bx - ax);
    const y = ay + t * (by - ay);
    if (!(x > margin && y > margin && x < <f64>width - margin && y < <f64>height - margin)) continue;
    store<i32>(places + (<usize>count << 2), <i32>Math.round(t * PARTS));
    for (let o = -reach; o <= reach; o++) {
      store<u8>(borders + count * size + o + reach, <u8>(WHOLE * borderAt(from, width, x + <f64>o * nx, y + <f64>o * ny, nx, ny)));
    }
    count++;
  }
  if (count < SAMPLES / 2) return -1;
  let best: f64 = 0;
  let move = (reach << 16) + reach;
  for (let first = 0; first < size; first += COARSE) {
    for (let second = 0; second < size; second += COARSE) {
      const score = scoreOf(places, borders, count, reach, first - reach, second - reach, spread);
      store<f64>(scores + (<usize>(first * size + second) << 3), score);
      if (score > best) {
        best = score;
        move = (first << 16) + second;
      }
    }
  }
  const rival = RIVAL * best;
  for (let first = 0; first < size; first += COARSE) {
    for (let second = 0; second < size; second += COARSE) {
      if (!(load<f64>(scores + (<usize>(first * size + second) << 3)) > rival)) continue;
      for (let one = max(0, first - 1); one <= min(size - 1, first + 1); one++) {
        for (let other = max(0, second - 1); other <= min(size - 1, second + 1); other++) {
          const score = scoreOf(places, borders, count, reach, one - reach, other - reach, spread);
          if (score > best) {
            best = score;
            move = (one << 16) + other;
          }
        }
      }
    }
  }
  return move;
}
