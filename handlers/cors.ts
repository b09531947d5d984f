// What pages of another origin may do with the service. resources/ reads the same cors.json for what API Gateway answers by itself.
import { answerHeaders, maxAgeSeconds, methods, origin as originPattern, requestHeaders } from './cors.json';

const ORIGIN = new RegExp(originPattern);

/**
 * The origin that an operator names, as browsers write it: in lower case.
 *
 * @returns empty for what is none
 */
export function originIn(text = ''): string {
  const origin = text.toLowerCase();
  return ORIGIN.test(origin) ? origin : '';
}

/**
 * Headers of an answer by which a browser lets pages of one origin read it.
 *
 * @param origin - e.g. `https://cards.example`; `*`: any; empty: none but the service's own
 */
export const corsHeaders = (origin: string): Record<string, string> =>
  origin === ''
    ? {}
    : {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': answerHeaders.join(','),
        ...(origin !== '*' && { Vary: 'Origin' }),
      };

/** Headers of the answer to a browser that asks whether a page may send what it wants to send. */
export const preflightHeaders = (origin: string): Record<string, string> => ({
  ...corsHeaders(origin),
  'Access-Control-Allow-Headers': requestHeaders.join(','),
  'Access-Control-Allow-Methods': methods.join(','),
  'Access-Control-Max-Age': String(maxAgeSeconds),
});
