import fc from 'fast-check';
import { type BuiltFunction, builtFunction, tryEvent, tryInvocation } from './built-function';
import { anyEvent } from './request-arbitraries';
import type { Series, SeriesOptions, Verdict } from './series';

const HTTP_MEMBERS = ['requestContext', 'httpMethod', 'rawPath'];

/** Returns the series of requests of every shape, nearly all of them wrong. */
export async function requestSeries({ seed, functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  return {
    tryOne: async (index) => {
      const [event] = fc.sample(anyEvent, { seed: seed + index, numRuns: 1 });
      const verdict = await tryAny(built, event);
      return Object.keys(Object.prototype).length > 0 || 'polluted' in {} ? { ...verdict, problem: 'a prototype was polluted' } : verdict;
    },
  };
}

const tryAny = (built: BuiltFunction, event: unknown): Promise<Verdict> =>
  typeof event === 'object' && event !== null && HTTP_MEMBERS.some((member) => member in event)
    ? tryEvent(built, event)
    : tryInvocation(built, event);
