import { readFile } from 'node:fs/promises';
import type { Size } from '../geometry';

/** The functions of libheif's C interface that are used, as WebAssembly exports them: pointers and enumerations are numbers. */
interface LibHeif {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  _malloc(bytes: number): number;
  _heif_context_alloc(): number;
  _heif_context_read_from_memory_without_copy(error: number, context: number, file: number, bytes: number, options: number): void;
  _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_decoding_options_alloc(): number;
  _heif_decoding_options_free(options: number): void;
  _heif_decode_image(error: number, handle: number, image: number, colourSpace: number, chroma: number, options: number): void;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
}

const COLOURSPACE_RGB = 1;
const CHROMA_INTERLEAVED = { RGB: 10, RGBA: 11 } as const;
const CHANNEL_INTERLEAVED = 10;
/** `struct heif_error`: code, subcode and message, 4 bytes each. */
const ERROR_BYTES = 12;
/** The offset of `strict_decoding` in `struct heif_decoding_options`, with pointers of 4 bytes. Without that option, missing or broken tiles are left black. */
const STRICT_DECODING = 21;

/** A picture of 8 bits a channel, rows top to bottom, without padding between them. */
export interface InterleavedPicture {
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes the primary picture of a HEIC file, turned and cropped as the file says. Libheif's memory is not freed: use it in a process that ends with the picture.
 *
 * @param check - called with the size before anything is decoded; throws when it is too large
 * @returns the picture in libheif's memory, without a copy
 * @throws {Error} when libheif cannot read it
 */
type HeicDecoder = (file: Uint8Array, check: (size: Size) => void) => InterleavedPicture;

/** @throws {Error} when the package or its WebAssembly cannot be loaded */
export async function loadHeicDecoder(): Promise<HeicDecoder> {
  const [{ default: load }, wasmBinary] = await Promise.all([
    import('libheif-js/libheif-wasm/libheif.js'),
    readFile(require.resolve('libheif-js/libheif-wasm/libheif.wasm')),
  ]);
  const heif: LibHeif = load({ wasmBinary });
  return (file, check) => decodeHeic(heif, file, check);
}

function decodeHeic(heif: LibHeif, file: Uint8Array, check: Parameters<HeicDecoder>[1]): InterleavedPicture {
  const error = heif._malloc(ERROR_BYTES);
  const result = heif._malloc(4);
  const resultOf = (what: string, call: () => void): number => {
    call();
    const code = heif.HEAP32[error >> 2];
    if (code !== 0) throw new Error(`${what}: error ${code} of libheif`);
    return heif.HEAP32[result >> 2]!;
  };
  const context = heif._heif_context_alloc();
  const start = heif._malloc(file.length);
  heif.HEAPU8.set(file, start);
  resultOf('reading', () => heif._heif_context_read_from_memory_without_copy(error, context, start, file.length, 0));
  const handle = resultOf('finding the picture', () => heif._heif_context_get_primary_image_handle(error, context, result));
  check({ width: heif._heif_image_handle_get_width(handle), height: heif._heif_image_handle_get_height(handle) });
  const kind = heif._heif_image_handle_has_alpha_channel(handle) ? 'RGBA' : 'RGB';
  const options = heif._heif_decoding_options_alloc();
  heif.HEAPU8[options + STRICT_DECODING] = 1;
  const image = resultOf('decoding', () => {
    heif._heif_decode_image(error, handle, result, COLOURSPACE_RGB, CHROMA_INTERLEAVED[kind], options);
    heif._heif_decoding_options_free(options);
  });
  const width = heif._heif_image_get_width(image, CHANNEL_INTERLEAVED);
  const height = heif._heif_image_get_height(image, CHANNEL_INTERLEAVED);
  check({ width, height });
  const plane = heif._heif_image_get_plane_readonly(image, CHANNEL_INTERLEAVED, result);
  const stride = heif.HEAP32[result >> 2]!;
  const channels = kind.length as 3 | 4;
  const rowBytes = width * channels;
  const memory = heif.HEAPU8;
  // rows are moved in place: a copy of that size would not fit into memory
  for (let y = 1; y < height; y++) memory.copyWithin(plane + y * rowBytes, plane + y * stride, plane + y * stride + rowBytes);
  return { data: memory.subarray(plane, plane + height * rowBytes), channels, width, height };
}
