import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { s3Refusal } from './s3-refusal';

/** Returns the ETag of the object that a request's path names; null when there is none. */
export type ETagOf = (path: string) => Promise<string | null>;

const refuse = s3Refusal(412, 'PreconditionFailed');

/** Whether those of a request's conditions hold that S3 knows: what is there has this ETag, or nothing is there. */
function holds({ headers }: IncomingMessage, eTag: string | null): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  return (match === undefined || match === eTag) && (noneMatch !== '*' || eTag === null);
}

/**
 * Makes an S3 that knows no conditions heed `If-Match` and `If-None-Match: *`, when objects are read and when they are written. It passes on one request of a
 * key at a time: that S3 writes an object in several steps, and whoever looked meanwhile would see one without its metadata.
 */
export function withPreconditions(listen: RequestListener, eTagOf: ETagOf): (request: IncomingMessage, response: ServerResponse) => void {
  const turns = new Map<string, Promise<void>>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
    const isConditional = match !== undefined || noneMatch !== undefined;
    if (isConditional && !holds(request, await eTagOf(request.url ?? ''))) return refuse(response);
    // whoever asked may have gone meanwhile
    if (response.destroyed) return;
    const ended = new Promise<void>((resolve) => response.once('close', resolve));
    await listen(request, response);
    if (request.method === 'PUT') await ended;
  };
  return (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const turn = (turns.get(path) ?? Promise.resolve()).then(() => answer(request, response));
    turns.set(path, turn);
  };
}
