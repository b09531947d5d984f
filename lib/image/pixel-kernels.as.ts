// AssemblyScript: compiled by `npm run build:kernels`. Loops over pixels: warm JavaScript takes 1.4 to 3.3 times as long, and leaves garbage.
// Pictures lie in memory as RGB bytes, rows from top to bottom. A homography a..h (the ninth is 1) leads from a new picture's px to the old one's.

/** Bilinear, in fractions of 1/256 pixel; points outside repeat the border. */
export function interpolate(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64,
): void {
  const lastX = fromWidth - 1;
  const lastY = fromHeight - 1;
  const maxX = lastX << 8;
  const maxY = lastY << 8;
  const stride = fromWidth * 3;
  for (let y = 0; y < height; y++) {
    const v = <f64>y + 0.5;
    let nx = a * 0.5 + b * v + c;
    let ny = d * 0.5 + e * v + f;
    let nz = g * 0.5 + h * v + 1.0;
    for (let x = 0; x < width; x++) {
      const z = 256.0 / nz;
      const px = min(max(<i32>(nx * z - 128.0), 0), maxX);
      const py = min(max(<i32>(ny * z - 128.0), 0), maxY);
      nx += a;
      ny += d;
      nz += g;
      const x0 = px >> 8;
      const y0 = py >> 8;
      const fx = px & 255;
      const fy = py & 255;
      const i00 = from + y0 * stride + x0 * 3;
      const i10 = x0 < lastX ? i00 + 3 : i00;
      const down = y0 < lastY ? stride : 0;
      const i01 = i00 + down;
      const i11 = i10 + down;
      const w11 = fx * fy;
      const w10 = (fx << 8) - w11;
      const w01 = (fy << 8) - w11;
      const w00 = 65536 - w11 - w10 - w01;
      for (let channel: usize = 0; channel < 3; channel++) {
        const sum =
          w00 * load<u8>(i00 + channel) + w10 * load<u8>(i10 + channel) + w01 * load<u8>(i01 + channel) + w11 * load<u8>(i11 + channel);
        store<u8>(to + channel, (sum + 32768) >> 16);
      }
      to += 3;
    }
  }
}

/** Each new pixel the mean of nx × ny old ones under it. */
export function average(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32, nx: i32, ny: i32,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64,
): void {
  const maxX = fromWidth - 1;
  const maxY = fromHeight - 1;
  const stride = fromWidth * 3;
  const count = nx * ny;
  const half = count >> 1;
  const stepX = 1.0 / <f64>nx;
  const stepY = 1.0 / <f64>ny;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = half;
      let green = half;
      let blue = half;
      for (let sy = 0; sy < ny; sy++) {
        const v = <f64>y + (<f64>sy + 0.5) * stepY;
        for (let sx = 0; sx < nx; sx++) {
          const u = <f64>x + (<f64>sx + 0.5) * stepX;
          const z = 1.0 / (g * u + h * v + 1.0);
          const px = min(max(<i32>((a * u + b * v + c) * z), 0), maxX);
          const py = min(max(<i32>((d * u + e * v + f) * z), 0), maxY);
          const i = from + py * stride + px * 3;
          red += load<u8>(i);
          green += load<u8>(i, 1);
          blue += load<u8>(i, 2);
        }
      }
      store<u8>(to, red / count);
      store<u8>(to, green / count, 1);
      store<u8>(to, blue / count, 2);
      to += 3;
    }
  }
}

/** Each new pixel the mean of old ones under it: of each stepX-th and stepY-th, about their middle. */
export function shrink(
  from: usize, fromWidth: i32, fromHeight: i32, to: usize, width: i32, height: i32, stepX: i32, stepY: i32,
): void {
  const firstX = (stepX - 1) >> 1;
  const firstY = (stepY - 1) >> 1;
  const stride = fromWidth * 3;
  for (let y = 0; y < height; y++) {
    const top = y * fromHeight / height;
    const bottom = max(top + 1, (y + 1) * fromHeight / height);
    for (let x = 0; x < width; x++) {
      const left = x * fromWidth / width;
      const right = max(left + 1, (x + 1) * fromWidth / width);
      let red = 0;
      let green = 0;
      let blue = 0;
      let count = 0;
      for (let py = top + firstY; py < bottom; py += stepY) {
        for (let px = left + firstX; px < right; px += stepX) {
          const i = from + py * stride + px * 3;
          red += load<u8>(i);
          green += load<u8>(i, 1);
          blue += load<u8>(i, 2);
          count++;
        }
      }
      const half = count >> 1;
      store<u8>(to, (red + half) / count);
      store<u8>(to, (green + half) / count, 1);
      store<u8>(to, (blue + half) / count, 2);
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
