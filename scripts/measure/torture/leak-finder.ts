import type { Secret, Secrets } from './secrets';

const BASE64_RUN = /[A-Za-z0-9+/_-]{12,}/g;
const HEX_RUN = /(?:[\da-f]{2}){10,}/gi;
const PERCENT = /%([\da-f]{2})/gi;
const ESCAPED = /\\u00([\da-f]{2})/gi;
const BETWEEN_DIGITS = /(?<=\d)[\s.\-_·+\u00a0]{1,3}(?=\d)/g;
/** How many encodings inside each other are undone, such as base64 of an encoded URL. */
const MAX_DEPTH = 3;
/** Bytes of a piece of a picture: any of them that is seen gives the picture away. */
const PIECE_BYTES = 24;
const CLOSE_PIECES = 240;

/**
 * Returns the secrets that a text shows: as they are, numbers also spaced and hyphenated; and all of that in base64 (at any alignment), percent-encoded, in hex
 * or in escapes of JSON, or in several of these inside each other.
 */
export function leaksIn(text: string, secrets: readonly Secret[]): Secret[] {
  const views = viewsOf(text, MAX_DEPTH);
  return secrets.filter(({ kind, text: secret }) => views.some((view) => (kind === 'number' ? view.digits : view.text).includes(secret)));
}

/**
 * Returns the secrets as they are looked for.
 *
 * @param pictures - files, of which any piece counts
 */
export const allSecrets = ({ numbers, codes, queries }: Secrets, pictures: readonly Uint8Array[]): Secret[] => [
  ...numbers.map((text) => ({ kind: 'number', text }) as const),
  ...codes.map((text) => ({ kind: 'code', text }) as const),
  ...queries.map((text) => ({ kind: 'query', text }) as const),
  ...[...new Set(pictures.flatMap(piecesOf))].map((text) => ({ kind: 'picture', text }) as const),
];

interface View {
  readonly text: string;
  /** without what stands between digits */
  readonly digits: string;
}

function viewsOf(text: string, depth: number): View[] {
  if (text === '') return [];
  const view = { text, digits: text.replace(BETWEEN_DIGITS, '') };
  if (depth === 0) return [view];
  const decoded = [
    text.includes('%') ? text.replace(PERCENT, signOf) : '',
    text.includes('\\u00') ? text.replace(ESCAPED, signOf) : '',
    decodedRuns(text, BASE64_RUN, (run) => [0, 1, 2, 3].map((cut) => Buffer.from(run.slice(cut), 'base64').toString('latin1'))),
    decodedRuns(text, HEX_RUN, (run) => [Buffer.from(run, 'hex').toString('latin1')]),
  ];
  return [view, ...decoded.flatMap((more) => viewsOf(more, depth - 1))];
}

const signOf = (_: string, code: string): string => String.fromCharCode(Number.parseInt(code, 16));

/** Returns what stands encoded in a text, a line each; "" when nothing does. */
const decodedRuns = (text: string, runs: RegExp, decode: (run: string) => string[]): string =>
  (text.match(runs) ?? []).flatMap(decode).join('\n');

/** Returns pieces of a file, close to each other at its head. Pieces that any file may have, such as zeros, are left out. */
function piecesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const starts: number[] = [];
  for (let at = PIECE_BYTES; at + PIECE_BYTES <= text.length; at += at < CLOSE_PIECES ? PIECE_BYTES : CLOSE_PIECES) starts.push(at);
  return starts.map((at) => text.slice(at, at + PIECE_BYTES)).filter((piece) => new Set(piece).size > PIECE_BYTES / 2);
}
