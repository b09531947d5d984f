import type { CardOcrError } from '../../../lib';
import { type DecodedImage, type Detail, decodeImage } from '../../../lib/image/decode';
import { decodeHere } from '../../../lib/image/decode-here';
import { examinePicture, MAX_PIXELS, MAX_SIDE } from '../../../lib/image/examine-picture';
import { Chance } from './chance';
import { loadModule } from './load-module';
import { mutate } from './mutate';
import { seedPictures } from './seed-pictures';
import { fine, kindOf, type Series, type SeriesOptions, type Verdict } from './series';

type Decode = typeof decodeImage;

/** Status of `NO_CARD`: this error and those behind it are not for a decoder to report. */
const FIRST_BEHIND_DECODING = 463;

/** Returns the series of mutants of small pictures that are decoded. The project's own decoder runs in this process, which may die of it. */
export async function pictureSeries({ seed, decoderFile }: SeriesOptions): Promise<Series> {
  const decode = decoderFile === '' ? decodeSmall : decoderOf(decoderFile);
  const pictures = (await seedPictures()).map(({ bytes }) => bytes);
  return {
    tryOne: (index) => {
      const chance = new Chance(seed, index);
      return decoded(decode, mutate(chance.pick(pictures), pictures, chance), chance.pick<Detail>(['fine', 'coarse']));
    },
  };
}

const SECONDS = 5;
const decodeSmall: Decode = async (bytes, detail = 'fine') => decodeHere(await examinePicture(bytes, true), detail, SECONDS);

/** @param file - a module with a `decodeImage`; "": the project's own */
export const decoderOf = (file: string): Decode => (file === '' ? decodeImage : loadModule<{ decodeImage: Decode }>(file).decodeImage);

/** Decodes a file, and judges whether it becomes a valid picture or an error of the catalogue that is the sender's fault. */
export async function decoded(decode: Decode, bytes: Uint8Array, detail: Detail): Promise<Verdict> {
  try {
    return { answer: '200', problem: faultOf(await decode(bytes, detail)) };
  } catch (thrown) {
    // a decoder under test may have a class of its own
    const isKnown = thrown instanceof Error && thrown.name === 'CardOcrError';
    if (!isKnown) return { answer: 'foreign', problem: `threw ${kindOf(thrown)}` };
    const { code, status } = thrown as CardOcrError;
    return status < FIRST_BEHIND_DECODING ? fine(String(status)) : { answer: String(status), problem: `${code} of a decoder` };
  }
}

function faultOf({ raster, width, height }: DecodedImage): string | null {
  const pixels = raster.width * raster.height;
  if (raster.data.length !== pixels * 3) return 'a raster of a wrong length';
  return pixels === 0 || width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS ? 'a size beyond the limits' : null;
}
