// AssemblyScript: compiled by `npm run build:kernels`. Loops over pixels: warm JavaScript takes 1.4 to 3.3 times as long, and leaves garbage. Strips are cut with
// SIMD, in 0.4 to 0.5 of the time that they take without.
// Pictures lie in memory as RGB bytes, rows from top to bottom. A homography a..h (the ninth is 1) leads from a new picture's px to the old one's.

/** A pixel's three bytes as integers of 32 bits, and a fourth byte that does not belong to it. */
function pixelAt(address: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)));
}

/** Write a pixel of three integers up to 255, and after it one byte that does not belong to it. */
function storePixel(to: usize, pixel: v128): void {
  const words = i16x8.narrow_i32x4_u(pixel, pixel);
  v128.store_lane<u32>(to, i8x16.narrow_i16x8_u(words, words), 0);
}

/** For each channel of two pixels side by side: the first times 256 - share, plus the second times share. */
function between(address: usize, shares: v128): v128 {
  const none = i64x2.splat(0);
  const pairs = i8x16.shuffle(v128.load64_zero(address), none, 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
  return i32x4.dot_i16x8_s(pairs, shares);
}

/** Two floats as whole numbers, and two zeros. */
function whole(seen: v128): v128 {
  return i32x4.trunc_sat_f64x2_s_zero(seen);
}

/** Whole numbers, limited to 0 … `last`. */
function within(places: v128, last: v128): v128 {
  return i32x4.min_s(i32x4.max_s(places, i32x4.splat(0)), last);
}

/** Two whole numbers and two more. */
function both(some: v128, more: v128): v128 {
  return i64x2.shuffle(some, more, 0, 2);
}

/**
 * Bilinear, in fractions of 1/256 pixel; points outside repeat the border. At the border the share of what lies beyond it is 0, so that it does
 * not matter what is read there.
 */
export function interpolate(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64,
): void {
  const lastY = fromHeight - 1;
  const last = i32x4.replace_lane(i32x4.splat((fromWidth - 1) << 8), 1, lastY << 8);
  const half = f64x2.splat(128);
  const step = f64x2.replace_lane(f64x2.splat(a), 1, d);
  const rounding = i32x4.splat(32768);
  const stride = fromWidth * 3;
  for (let y = 0; y < height; y++) {
    const v = <f64>y + 0.5;
    let at = f64x2.replace_lane(f64x2.splat(a * 0.5 + b * v + c), 1, d * 0.5 + e * v + f);
    let nz = g * 0.5 + h * v + 1.0;
    for (let x = 0; x < width; x++) {
      const seen = f64x2.sub(f64x2.mul(at, f64x2.splat(256.0 / nz)), half);
      const place = within(whole(seen), last);
      at = f64x2.add(at, step);
      nz += g;
      const px = i32x4.extract_lane(place, 0);
      const py = i32x4.extract_lane(place, 1);
      const y0 = py >> 8;
      const fx = px & 255;
      const fy = py & 255;
      const above = from + y0 * stride + (px >> 8) * 3;
      const below = y0 < lastY ? above + stride : above;
      const shares = i32x4.splat((fx << 16) | (256 - fx));
      const sum = i32x4.add(
        i32x4.mul(between(above, shares), i32x4.splat(256 - fy)),
        i32x4.mul(between(below, shares), i32x4.splat(fy)),
      );
      storePixel(to, i32x4.shr_u(i32x4.add(sum, rounding), 16));
      to += 3;
    }
  }
}

/** Each new pixel the mean of four old ones under it: those in the middles of its quarters. */
export function average(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64,
): void {
  const lastX = i32x4.splat(fromWidth - 1);
  const lastY = i32x4.splat(fromHeight - 1);
  const stride = fromWidth * 3;
  const quarters = f64x2.replace_lane(f64x2.splat(0.25), 1, 0.75);
  const one = f64x2.splat(1);
  for (let y = 0; y < height; y++) {
    const v = <f64>y + 0.25;
    const w = <f64>y + 0.75;
    const upperX = f64x2.splat(b * v + c);
    const lowerX = f64x2.splat(b * w + c);
    const upperY = f64x2.splat(e * v + f);
    const lowerY = f64x2.splat(e * w + f);
    const upperZ = f64x2.splat(h * v + 1);
    const lowerZ = f64x2.splat(h * w + 1);
    for (let x = 0; x < width; x++) {
      const u = f64x2.add(f64x2.splat(<f64>x), quarters);
      const ofX = f64x2.mul(f64x2.splat(a), u);
      const ofY = f64x2.mul(f64x2.splat(d), u);
      const ofZ = f64x2.mul(f64x2.splat(g), u);
      const upper = f64x2.div(one, f64x2.add(ofZ, upperZ));
      const lower = f64x2.div(one, f64x2.add(ofZ, lowerZ));
      const px = both(whole(f64x2.mul(f64x2.add(ofX, upperX), upper)), whole(f64x2.mul(f64x2.add(ofX, lowerX), lower)));
      const py = both(whole(f64x2.mul(f64x2.add(ofY, upperY), upper)), whole(f64x2.mul(f64x2.add(ofY, lowerY), lower)));
      const at = i32x4.add(i32x4.mul(within(py, lastY), i32x4.splat(stride)), i32x4.mul(within(px, lastX), i32x4.splat(3)));
      let sum = i32x4.add(i32x4.splat(2), pixelAt(from + i32x4.extract_lane(at, 0)));
      sum = i32x4.add(sum, pixelAt(from + i32x4.extract_lane(at, 1)));
      sum = i32x4.add(sum, pixelAt(from + i32x4.extract_lane(at, 2)));
      sum = i32x4.add(sum, pixelAt(from + i32x4.extract_lane(at, 3)));
      storePixel(to, i32x4.shr_u(sum, 2));
      to += 3;
    }
  }
}

/** Each new pixel is the mean of old ones under it: of every stepX-th and stepY-th of them, about their middle. */
export function shrink(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32, stepX: i32, stepY: i32,
): void {
  const firstX = (stepX - 1) >> 1;
  const firstY = (stepY - 1) >> 1;
  const stride = fromWidth * 3;
  for (let y = 0; y < height; y++) {
    const top = y * fromHeight / height;
    const bottom = max(top + 1, (y + 1) * fromHeight / height);
    let next = 0;
    for (let x = 0; x < width; x++) {
      const left = next;
      next = (x + 1) * fromWidth / width;
      const right = max(left + 1, next);
      let sum = i32x4.splat(0);
      let count = 0;
      for (let py = top + firstY; py < bottom; py += stepY) {
        let at = from + py * stride + (left + firstX) * 3;
        for (let px = left + firstX; px < right; px += stepX) {
          sum = i32x4.add(sum, pixelAt(at));
          at += stepX * 3;
          count++;
        }
      }
      const rounded = i32x4.add(sum, i32x4.splat(count >> 1));
      storePixel(to, i32x4.trunc_sat_f32x4_u(f32x4.div(f32x4.convert_i32x4_s(rounded), f32x4.splat(<f32>count))));
      to += 3;
    }
  }
}

/**
 * A picture as planes of floats, channel by channel: byte * scale + offset.
 *
 * first: the channel that becomes the first plane, 0 or 2
 * rowWidth, plane: of the planes, in floats
 */
export function planes(
  from: usize, width: i32, height: i32, to: usize, rowWidth: i32, plane: i32, first: i32,
  scale0: f32, scale1: f32, scale2: f32, offset0: f32, offset1: f32, offset2: f32,
): void {
  const second = to + (plane << 2);
  const third = second + (plane << 2);
  const last = 2 - first;
  for (let y = 0; y < height; y++) {
    let o = <usize>(y * rowWidth) << 2;
    for (let x = 0; x < width; x++) {
      store<f32>(to + o, <f32>load<u8>(from + first) * scale0 + offset0);
      store<f32>(second + o, <f32>load<u8>(from, 1) * scale1 + offset1);
      store<f32>(third + o, <f32>load<u8>(from + last) * scale2 + offset2);
      o += 4;
      from += 3;
    }
  }
}

/**
 * Counts of a line's pixels, u32: of each grey level; of each step of grey from its neighbours, on its left, above, above on its left and above on its right; and of white
 * pixels in each column.
 *
 * white: a pixel is, when no channel is below
 */
export function lineCounts(from: usize, width: i32, height: i32, to: usize, white: i32): void {
  const levels: usize = 256 << 2;
  const left = to + levels;
  const above = left + levels;
  const aboveLeft = above + levels;
  const aboveRight = aboveLeft + levels;
  const columns = aboveRight + levels;
  const row: usize = 3 * width;
  memory.fill(to, 0, 5 * levels + (width << 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grey = greyAt(from);
      count(to, grey);
      count(left, x == 0 ? 0 : abs(grey - greyAt(from - 3)));
      count(above, y == 0 ? 0 : abs(grey - greyAt(from - row)));
      count(aboveLeft, x == 0 || y == 0 ? 0 : abs(grey - greyAt(from - row - 3)));
      count(aboveRight, x == width - 1 || y == 0 ? 0 : abs(grey - greyAt(from - row + 3)));
      if (<i32>load<u8>(from) >= white && <i32>load<u8>(from, 1) >= white && <i32>load<u8>(from, 2) >= white) count(columns, x);
      from += 3;
    }
  }
}

function greyAt(at: usize): i32 {
  return (<i32>load<u8>(at) + 2 * <i32>load<u8>(at, 1) + <i32>load<u8>(at, 2)) >> 2;
}

function count(counts: usize, index: i32): void {
  const at = counts + (<usize>index << 2);
  store<u32>(at, load<u32>(at) + 1);
}
