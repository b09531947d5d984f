import { uint16, uint32 } from '../../scripts/measure/torture/heif-boxes';

const BEFORE_SEGMENTS = 2;
const APP1 = 0xe1;
const APP2 = 0xe2;
/** Beginning of an index of pictures. Offsets in the index are counted from behind it. */
const MPF = Buffer.from('MPF\0');
const GAIN_MAP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description' +
  ' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMax="2" hdrgm:HDRCapacityMax="2"/></rdf:RDF></x:xmpmeta>';

const segment = (marker: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), uint16(content.length + 2), content]);
const withSegment = (jpeg: Buffer, added: Buffer): Buffer =>
  Buffer.concat([jpeg.subarray(0, BEFORE_SEGMENTS), added, jpeg.subarray(BEFORE_SEGMENTS)]);

/** Returns the index of two pictures in a file (CIPA DC-007). `second`: where the second one begins, in bytes from behind `MPF`. */
function indexOf(bytes: number, secondBytes: number, second: number): Buffer {
  const field = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([uint16(tag), uint16(type), uint32(count), value]);
  const head = Buffer.from('MM\0*\0\0\0\x08\0\x03', 'latin1');
  const fields = [field(0xb000, 7, 4, Buffer.from('0100')), field(0xb001, 4, 1, uint32(2)), field(0xb002, 7, 32, uint32(50))];
  const entries = [0x030000, bytes, 0, 0, 0, secondBytes, second, 0].map(uint32);
  return segment(APP2, Buffer.concat([MPF, head, ...fields, uint32(0), ...entries]));
}

/** A JPEG file with a gain map behind it, as phones write it (Ultra HDR). */
export function ultraHdr(jpeg: Buffer, gainMap: Buffer): Buffer {
  const map = withSegment(gainMap, segment(APP1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${GAIN_MAP}`)));
  const bytes = jpeg.length + indexOf(0, 0, 0).length;
  const index = indexOf(bytes, map.length, bytes - BEFORE_SEGMENTS - 4 - MPF.length);
  return Buffer.concat([withSegment(jpeg, index), map]);
}
