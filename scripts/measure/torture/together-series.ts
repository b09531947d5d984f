import { MAX_TOGETHER } from '../../../lib/several-pictures';
import { builtFunction, tryEvent } from './built-function';
import { cameraFrames } from './camera-frames';
import { Chance } from './chance';
import { imagesRequest, partsRequest, restEvent } from './events';
import { mutate } from './mutate';
import { seedPictures } from './seed-pictures';
import type { Series, SeriesOptions } from './series';

/** Size of a frame, px, that is small enough for many to be tried, and can still be read. */
const SIZE = { width: 400, height: 225 };
/** Share of pictures that are frames as they are; and share of the others that are mutants of frames, and not of small files of every format. */
const SOUND_SHARE = 0.4;
const FRAME_SHARE = 0.7;

/** Returns the series of frames of a camera among hostile pictures, which the whole function reads as pictures of one card. */
export async function togetherSeries({ seed, functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  const small = (await seedPictures()).map(({ bytes }) => bytes);
  const frames = await cameraFrames(SIZE);
  const pictureBy = (chance: Chance): Buffer => {
    if (chance.happens(SOUND_SHARE)) return chance.pick(frames);
    return mutate(chance.pick(chance.happens(FRAME_SHARE) ? frames : small), small, chance);
  };
  return {
    tryOne: (index) => {
      const chance = new Chance(seed, index);
      const pictures = Array.from({ length: chance.within(1, MAX_TOGETHER) }, () => pictureBy(chance));
      return tryEvent(built, restEvent(chance.pick([imagesRequest, partsRequest])(pictures)));
    },
  };
}
