const FULL_BOX_HEAD = 4;
const BOX_HEAD = 8;
/** Most properties of an item: a byte counts them. */
const MAX_ASSOCIATIONS = 255;
/** Bit that says that a decoder has to understand a property. */
const ESSENTIAL = 0x8000;

// both big-endian
export const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
export const uint32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

/** Returns a box of ISO base media files. */
export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  return Buffer.concat([uint32(inside.length + BOX_HEAD), Buffer.from(type, 'latin1'), inside]);
}

/** Returns a box that tells its size in 64 bits. */
export const longBox = (type: string, content: Buffer): Buffer =>
  Buffer.concat([uint32(1), Buffer.from(type, 'latin1'), uint32(0), uint32(content.length + 2 * BOX_HEAD), content]);

/** Returns the property that tells the size of a picture. */
export const ispe = (width: number, height: number): Buffer => box('ispe', Buffer.alloc(FULL_BOX_HEAD), uint32(width), uint32(height));

/** Returns a `meta` box with all that is read of a HEIF file before it is decoded: these properties. */
export const bareMeta = (...properties: readonly Buffer[]): Buffer =>
  box('meta', Buffer.alloc(FULL_BOX_HEAD), box('iprp', box('ipco', ...properties)));

/** Property that turns a picture by a quarter. */
export const IROT = box('irot', Buffer.from([1]));

interface Box {
  readonly type: string;
  readonly whole: Buffer;
  readonly content: Buffer;
}

function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + bytes.readUInt32BE(start);
    const type = bytes.toString('latin1', start + 4, start + BOX_HEAD);
    boxes.push({ type, whole: bytes.subarray(start, end), content: bytes.subarray(start + BOX_HEAD, end) });
    start = end;
  }
  return boxes;
}

/**
 * Returns a HEIF file whose first item has one more property, `times` times.
 *
 * @param file - with 4-byte offsets in `iloc`, as encoders write small files
 */
export const withProperty = (file: Buffer, property: Buffer, times: number): Buffer =>
  withProperties(file, (properties, items) => {
    const added = (item: Item): Item => {
      const more = Array<number>(Math.min(times, MAX_ASSOCIATIONS - item.indices.length)).fill(ESSENTIAL | (properties.length + 1));
      return { ...item, indices: [...item.indices, ...more] };
    };
    return [[...properties.map(({ whole }) => whole), property], items.map((item, i) => (i === 0 ? added(item) : item))];
  });

/** Returns such a HEIF file whose own properties lie behind one that no item has; the first of its own tells its size in 64 bits. */
export const withPropertiesBehind = (file: Buffer, decoy: Buffer): Buffer =>
  withProperties(file, (properties, items) => [
    [decoy, ...properties.map(({ type, whole, content }, i) => (i === 0 ? longBox(type, content) : whole))],
    items.map(({ id, indices }) => ({ id, indices: indices.map((index) => index + 1) })),
  ]);

/** Returns such a HEIF file with other boxes before its `meta`. */
export const withBoxesBefore = (file: Buffer, ...others: readonly Buffer[]): Buffer =>
  withMeta(file, (parts) => parts.map(({ whole }) => whole), others);

type Changed = [properties: readonly Buffer[], items: readonly Item[]];

function withProperties(file: Buffer, change: (properties: readonly Box[], items: readonly Item[]) => Changed): Buffer {
  const iprpOf = (iprp: Buffer): Buffer => {
    const [ipco, ipma] = ['ipco', 'ipma'].map((wanted) => boxesIn(iprp).find(({ type }) => type === wanted)!.content) as [Buffer, Buffer];
    const [properties, items] = change(boxesIn(ipco), itemsIn(ipma));
    const associations = items.map(({ id, indices }) => Buffer.concat([uint32(id), Buffer.from([indices.length]), ...indices.map(uint16)]));
    return box('iprp', box('ipco', ...properties), box('ipma', Buffer.from([1, 0, 0, 1]), uint32(items.length), ...associations));
  };
  return withMeta(file, (parts) => parts.map(({ type, content, whole }) => (type === 'iprp' ? iprpOf(content) : whole)));
}

function withMeta(file: Buffer, change: (parts: readonly Box[]) => readonly Buffer[], before: readonly Buffer[] = []): Buffer {
  const boxes = boxesIn(file);
  const meta = boxes.find(({ type }) => type === 'meta')!;
  const changed = box('meta', meta.content.subarray(0, FULL_BOX_HEAD), ...change(boxesIn(meta.content.subarray(FULL_BOX_HEAD))));
  const more = Buffer.concat(before);
  moveItems(changed, more.length + changed.length - meta.whole.length);
  return Buffer.concat(boxes.flatMap(({ type, whole }) => (type === 'meta' ? [more, changed] : [whole])));
}

interface Item {
  readonly id: number;
  /** of its properties, from 1 on, each with the bit `ESSENTIAL` where it is essential */
  readonly indices: readonly number[];
}

function itemsIn(ipma: Buffer): Item[] {
  const [idBytes, indexBytes] = [ipma[0] === 0 ? 2 : 4, ipma[3]! & 1 ? 2 : 1];
  let at = BOX_HEAD;
  return Array.from({ length: ipma.readUInt32BE(4) }, () => {
    const id = ipma.readUIntBE(at, idBytes);
    const count = ipma[at + idBytes]!;
    at += idBytes + 1;
    const indices = Array.from({ length: count }, (_, i) => {
      const value = ipma.readUIntBE(at + i * indexBytes, indexBytes);
      return indexBytes === 2 ? value : ((value & 0x80) << 8) | (value & 0x7f);
    });
    at += count * indexBytes;
    return { id, indices };
  });
}

/** Moves the offsets at which the items' contents begin in the file, as these lie behind `meta`. */
function moveItems(meta: Buffer, bytes: number): void {
  const iloc = boxesIn(meta.subarray(BOX_HEAD + FULL_BOX_HEAD)).find(({ type }) => type === 'iloc')!.content;
  const version = iloc[0]!;
  const [offsetBytes, lengthBytes, baseBytes] = [iloc[4]! >> 4, iloc[4]! & 15, iloc[5]! >> 4];
  const indexBytes = version > 0 ? iloc[5]! & 15 : 0;
  let at = version < 2 ? BOX_HEAD : BOX_HEAD + 2;
  const move = (place: number): unknown => iloc.writeUInt32BE(iloc.readUInt32BE(place) + bytes, place);
  for (let left = iloc.readUIntBE(6, version < 2 ? 2 : 4); left > 0; left--) {
    at += version < 2 ? 2 : 4;
    // contents within the box itself are not moved
    const isInFile = version === 0 || (iloc[at + 1]! & 15) === 0;
    at += (version > 0 ? 2 : 0) + 2;
    if (baseBytes > 0 && isInFile) move(at);
    at += baseBytes;
    const extents = iloc.readUInt16BE(at);
    at += 2;
    for (let i = 0; i < extents; i++) {
      at += indexBytes;
      if (baseBytes === 0 && isInFile) move(at);
      at += offsetBytes + lengthBytes;
    }
  }
}
