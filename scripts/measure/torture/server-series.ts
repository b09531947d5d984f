import { listen } from '../../command/local-server';
import { answerTo, builtFunction } from './built-function';
import { verdictOn } from './contract-answer';
import { restEvent } from './events';
import { HOSTILE_SERVERS, hostileServer } from './hostile-servers';
import type { Series, SeriesOptions } from './series';

/** Time budget of the function, ms: after it, the answer is 408. */
const TIME_BUDGET_MS = 1500;
/** Time in which the answer must have been given, ms. */
const ANSWERED_MS = 2500;
export const SERVER_ENVIRONMENT = {
  NODE_ENV: 'test',
  TEST_ONLY_ALLOW_ADDRESSES: '127.0.0.1',
  TIME_BUDGET_MS: String(TIME_BUDGET_MS),
  LOG_LEVEL: 'debug',
};
/** How often all servers are tried: only a few times, as the slow ones last until the time budget is used up. */
const ROUNDS = 3;
export const SERVER_COUNT = HOSTILE_SERVERS.length * ROUNDS;

/** Returns the series of servers that lie, stall, flood or break off, from which the whole function is to download pictures. */
export async function serverSeries({ functionFile }: SeriesOptions): Promise<Series> {
  const built = await builtFunction(functionFile);
  return {
    tryOne: async (index) => {
      const hostile = HOSTILE_SERVERS[index % HOSTILE_SERVERS.length]!;
      const server = hostileServer(hostile);
      const url = `http://127.0.0.1:${await listen(server)}/picture`;
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
