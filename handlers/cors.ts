/** What pages of another origin may do with the service; resources/cors.cjs says the same of the REST API. */
const REQUEST_HEADERS = 'Authorization,Content-Type,X-Api-Key';
const METHODS = 'OPTIONS,POST';
const MAX_AGE_SECONDS = 600;
const ANSWER_HEADERS = 'X-Ca-Error-Code,X-Ca-Error-Message,X-Ca-Request-Id,X-Ca-Warnings';

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
        'Access-Control-Expose-Headers': ANSWER_HEADERS,
        ...(origin !== '*' && { Vary: 'Origin' }),
      };

/** Headers of the answer to a browser that asks whether a page may send what it wants to send. */
export const preflightHeaders = (origin: string): Record<string, string> => ({
  ...corsHeaders(origin),
  'Access-Control-Allow-Headers': REQUEST_HEADERS,
  'Access-Control-Allow-Methods': METHODS,
  'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
});
