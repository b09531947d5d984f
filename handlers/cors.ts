// What pages of another origin may do with the service. resources/ takes what API Gateway answers by itself from the same cors.json.
import { answerHeaders, defaultPort, maxAgeSeconds, methods, origin as originPattern, requestHeaders } from './cors.json';

const ORIGIN = new RegExp(originPattern);
const DEFAULT_PORT = new RegExp(defaultPort);

/**
 * Normalises an origin that an operator names as browsers write it: in lower case, without its scheme's own port.
 *
 * @returns empty for a text that is no origin
 */
export function originIn(text = ''): string {
  const origin = text.toLowerCase().replace(DEFAULT_PORT, '$1$2');
  return ORIGIN.test(origin) ? origin : '';
}

/**
 * Returns the headers by which a browser lets pages of another origin read an answer.
 *
 * @param origin - e.g. `https://cards.example`; `*`: any; empty: only the service's own
 */
export const corsHeaders = (origin: string): Record<string, string> =>
  origin === ''
    ? {}
    : {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': answerHeaders.join(','),
        ...(origin !== '*' && { Vary: 'Origin' }),
      };

/** Returns the headers of the answer to a preflight, in which a browser asks whether a page may send its request. */
export const preflightHeaders = (origin: string): Record<string, string> => ({
  ...corsHeaders(origin),
  'Access-Control-Allow-Headers': requestHeaders.join(','),
  'Access-Control-Allow-Methods': methods.join(','),
  'Access-Control-Max-Age': String(maxAgeSeconds),
});
