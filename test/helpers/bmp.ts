/** A BMP whose pixels are indices into a palette. */
export interface IndexedBmp {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** biCompression; default: none */
  readonly compression?: number;
  /** red, green and blue of each colour */
  readonly colours: readonly (readonly [number, number, number])[];
  /** biClrUsed; default: the number of colours */
  readonly coloursSaid?: number;
  /** bytes between palette and pixels */
  readonly gap?: number;
  /** bfOffBits, where it is wrong */
  readonly offset?: number;
  /** the bytes of the pixels, with which the file ends */
  readonly pixels: Uint8Array;
}

/** Makes a BMP with a palette. */
export function indexedBmp({ width, height, bits, compression = 0, colours, coloursSaid, gap = 0, offset, pixels }: IndexedBmp): Buffer {
  const head = Buffer.alloc(54);
  const palette = Buffer.from(colours.flatMap(([red, green, blue]) => [blue, green, red, 0]));
  head.write('BM', 'latin1');
  head.writeUInt32LE(offset ?? head.length + palette.length + gap, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(coloursSaid ?? colours.length, 46);
  return Buffer.concat([head, palette, Buffer.alloc(gap, 0xa5), pixels]);
}

/** Packs indices of colours into rows, from bottom to top, each filled up to a multiple of four bytes. */
export function packedRows(numbers: readonly (readonly number[])[], bits: number): Buffer {
  const rows = numbers.map((row) => {
    const bytes = Buffer.alloc(Math.ceil((row.length * bits) / 32) * 4);
    row.forEach((number, x) => {
      bytes[(x * bits) >> 3]! |= number << (8 - bits - ((x * bits) & 7));
    });
    return bytes;
  });
  return Buffer.concat(rows.reverse());
}

/** Packs indices of colours into runs of up to 255 pixels of one colour, in rows from bottom to top. */
export function runs(numbers: readonly (readonly number[])[], bits: number): Buffer {
  const bytes: number[] = [];
  for (const row of [...numbers].reverse()) {
    for (let x = 0, end = 0; x < row.length; x = end) {
      while (end < row.length && end - x < 255 && row[end] === row[x]) end++;
      bytes.push(end - x, bits === 4 ? row[x]! * 17 : row[x]!);
    }
    bytes.push(0, 0);
  }
  return Buffer.from([...bytes, 0, 1]);
}
