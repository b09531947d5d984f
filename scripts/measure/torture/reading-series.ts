import { PLAIN_CARD, pictureOf } from '../benchmark/pictures';
import { builtFunction, tryEvent } from './built-function';
import { Chance } from './chance';
import { PICTURE_REQUESTS, restEvent } from './events';
import { mutate } from './mutate';
import { seedPictures } from './seed-pictures';
import type { Series, SeriesOptions } from './series';

/** Size of a picture, px, that is large enough for the number on it to be read. */
const READABLE = { width: 320, height: 200 };
/** Share of inputs that are made of readable pictures: a picture that shows nothing is looked at ten times as long. */
const READABLE_SHARE = 0.8;

/** Returns the series of mutants of pictures, in each form of request, that the whole function reads. */
export async function readingSeries({ seed, functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  const small = (await seedPictures()).map(({ bytes }) => bytes);
  const readable = await Promise.all((['jpeg', 'png', 'webp'] as const).map((format) => pictureOf(PLAIN_CARD, READABLE, format)));
  const requests = Object.values(PICTURE_REQUESTS);
  return {
    tryOne: (index) => {
      const chance = new Chance(seed, index);
      const picture = chance.pick(chance.happens(READABLE_SHARE) ? readable : small);
      return tryEvent(built, restEvent(chance.pick(requests)(mutate(picture, small, chance))));
    },
  };
}
