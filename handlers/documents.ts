import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { JSON_TYPE, type WireAnswer } from '../lib';

/** A public document, and the headers of its answer. */
interface Document {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** the body as bytes, for servers: all answers share them */
  readonly bytes: Buffer;
}

/** The try-it page, the reference of the API, and its description for programs, by route: files that the build puts beside the function. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['GET /', 'page.html'],
  ['GET /docs', 'docs.html'],
  ['GET /openapi.json', 'openapi.json'],
]);
const HTML = '.html';
const SHARED_HEADERS = {
  'Cache-Control': 'public, max-age=300',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The documents in a folder. Each is loaded at the first request for it: an instance that only reads cards pays nothing for them. */
export class Documents {
  private readonly read = new Map<string, Promise<Document | null>>();

  constructor(private readonly folder: string) {}

  /**
   * Returns the document of a route.
   *
   * @param route - method and path
   * @returns null where there is none
   */
  async at(route: string): Promise<Document | null> {
    const file = FILES.get(route);
    if (file === undefined) return null;
    const known = this.read.get(file) ?? load(path.join(this.folder, file));
    this.read.set(file, known);
    const document = await known;
    // the next request tries again: perhaps no more files could be opened just then
    if (document === null) this.read.delete(file);
    return document;
  }
}

export const documentAnswer = ({ headers, body }: Document, requestHeaders: Readonly<Record<string, string>>): WireAnswer => ({
  status: 200,
  headers: { ...headers, ...requestHeaders },
  body,
});

async function load(file: string): Promise<Document | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  const body = bytes.toString('utf8');
  return {
    body,
    bytes,
    headers: { ...SHARED_HEADERS, ...(path.extname(file) === HTML ? pageHeaders(body) : { 'Content-Type': JSON_TYPE }) },
  };
}

/** Returns the headers of a page that contains all it needs and talks only to its own host: a browser runs only the scripts and styles that stand in it. */
export function pageHeaders(html: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src ${hashes(html, 'script')}`,
      `style-src ${hashes(html, 'style')}`,
      'img-src blob: data:',
      "connect-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

/** The sources that a content security policy allows for an element of a page: the hashes of the texts that stand in it. */
function hashes(html: string, element: 'script' | 'style'): string {
  const texts = [...html.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, 'g'))].map(([, text]) => text!);
  if (texts.length === 0) return "'none'";
  return texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');
}
