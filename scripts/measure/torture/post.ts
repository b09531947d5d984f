import { setTimeout as sleep } from 'node:timers/promises';
import { verdictOn } from './contract-answer';
import { PATHS, type SentRequest } from './events';

/** Time for an answer, ms. */
export const ANSWERED_MS = 40_000;
/** Time after which a picture that was not read is sent again, ms. */
const AGAIN_MS = 20;

/**
 * Sends a request to a server.
 *
 * @returns the status; or what is wrong with the answer; null: none came
 */
export async function post(
  url: string,
  { path = PATHS.compat, contentType = 'application/json', headers: further, body }: SentRequest,
  signal: AbortSignal = AbortSignal.timeout(ANSWERED_MS),
): Promise<string | null> {
  try {
    // a connection that was kept while this process made the next body may be gone
    const headers: Record<string, string> = {
      Connection: 'close',
      ...(contentType !== null && { 'Content-Type': contentType }),
      ...further,
    };
    const response = await fetch(url + path, { method: 'POST', headers, body: body as string, signal });
    const { answer, problem } = verdictOn({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
    return problem === null ? answer : `${answer}, ${problem}`;
  } catch {
    return null;
  }
}

/**
 * Sends a request until it is answered 200: requests that were given up may still be worked on.
 *
 * @param giveUpMs - time after which no other is sent
 * @param note - told of each answer
 * @returns how long that took, ms
 */
export async function untilRead(
  url: string,
  request: SentRequest,
  giveUpMs: number,
  note: (answer: string | null) => void = () => {},
): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < giveUpMs) {
    const answer = await post(url, request);
    note(answer);
    if (answer === '200') break;
    await sleep(AGAIN_MS);
  }
  return performance.now() - start;
}
