import { BOMB_NAMES, bombMaker } from './bombs';
import { builtFunction, tryEvent } from './built-function';
import { startCanary } from './canary';
import { PICTURE_REQUESTS, restEvent } from './events';
import { decoded, decoderOf } from './picture-series';
import { seedPictures } from './seed-pictures';
import type { Series, SeriesOptions, Verdict } from './series';

/** Most bytes of a raw body that the function takes. */
const BODY_LIMIT_BYTES = 10 * 2 ** 20;
/** Number of inputs: each bomb is decoded, and then sent to the function. */
export const BOMB_COUNT = BOMB_NAMES.length * 2;

/** Returns the series of files that cost more than they look like. None may make a connection. */
export async function bombSeries({ functionFile, decoderFile }: SeriesOptions): Promise<Series> {
  const decode = decoderOf(decoderFile);
  const built = await builtFunction(functionFile);
  const canary = await startCanary('127.0.0.1');
  const make = bombMaker(await seedPictures(), `http://127.0.0.1:${canary.port}/canary`);
  const named = (name: string, verdict: Verdict): Verdict => ({ ...verdict, problem: verdict.problem && `${name}: ${verdict.problem}` });
  return {
    tryOne: async (index) => {
      const which = index >> 1;
      const bytes = await make(which);
      const before = canary.connections();
      const isSent = index % 2 === 1 && bytes.length < BODY_LIMIT_BYTES;
      const verdict = isSent ? await tryEvent(built, restEvent(PICTURE_REQUESTS.raw!(bytes))) : await decoded(decode, bytes, 'fine');
      return named(BOMB_NAMES[which]!, canary.connections() > before ? { ...verdict, problem: 'a reference was followed' } : verdict);
    },
  };
}
