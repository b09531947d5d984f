import { verdictOn } from './contract-answer';
import { PATHS, type SentRequest } from './events';

/**
 * Sends a request to a server.
 *
 * @returns the status; or what is wrong with the answer; null: none came
 */
export async function post(
  url: string,
  { path = PATHS.compat, contentType = 'application/json', headers: further, body }: SentRequest,
  signal: AbortSignal,
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
