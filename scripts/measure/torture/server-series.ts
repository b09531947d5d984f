import type { AddressInfo } from 'node:net';
import { answerTo, builtFunction } from './built-function';
import { verdictOn } from './contract-answer';
import { restEvent } from './events';
import { HOSTILE_SERVERS, startHostile } from './hostile-servers';
import type { Series, SeriesOptions } from './series';

/** Of the function: after it, the answer is 408. */
const TIME_BUDGET_MS = 1500;
/** By then it must have been given. */
const ANSWERED_MS = 2500;
export const SERVER_ENVIRONMENT = {
  NODE_ENV: 'test',
  TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
  TIME_BUDGET_MS: String(TIME_BUDGET_MS),
  LOG_LEVEL: 'debug',
};
/** All together, for the slow ones wait for the time budget. */
const ROUNDS = 3;
export const SERVER_COUNT = HOSTILE_SERVERS.length * ROUNDS;

/** Pictures to be downloaded from servers that lie, stall, flood or break off, by the whole function. */
export async function serverSeries({ functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  return {
    tryOne: async (index) => {
      const hostile = HOSTILE_SERVERS[index % HOSTILE_SERVERS.length]!;
      const server = await startHostile(hostile);
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/picture`;
      const start = performance.now();
      const answer = await answerTo(built, restEvent({ body: JSON.stringify({ image: url }) }));
      const ms = performance.now() - start;
      server.close();
      const verdict = verdictOn(answer);
      const isExpected = hostile.statuses.includes(answer.status);
      const wrong = isExpected ? (ms > ANSWERED_MS ? 'answered late' : null) : `not ${hostile.statuses.join(' or ')} but ${answer.status}`;
      const problem = verdict.problem ?? wrong;
      return { answer: verdict.answer, problem: problem && `a server that ${hostile.name}: ${problem}` };
    },
  };
}
