import type { ServerResponse } from 'node:http';

/** An error as S3 answers it, by its status and code. */
export const s3Refusal =
  (status: number, code: string) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
