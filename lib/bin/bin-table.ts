import { readFile } from 'node:fs/promises';
import { asBuffer } from '../as-buffer';

/** What a card pays from. Semi-credit (准贷记卡) holds a deposit and has a credit line. */
export type CardType = 'debit' | 'credit' | 'semi-credit' | 'prepaid';

/** The longest name of an issuer or a scheme that answers may hold. */
export const MAX_NAME_LENGTH = 200;

/** A bank or company that issues cards. */
export interface BinIssuer {
  /** Full name in its own language. */
  name: string;
  /** The name an answer prints: 工商银行, not 中国工商银行. */
  shortName: string;
  nameEn: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
}

/** What one row of a source says of a prefix; null where it says nothing. */
export interface BinClaim {
  issuer: BinIssuer | null;
  type: CardType | null;
  /** Display name; null: the scheme ranges decide. */
  scheme: string | null;
  /** PAN lengths the claim is made for; empty: every length of the scheme. */
  lengths: readonly number[];
  /** Digits of the BIN as its source lists it, where the prefix was shortened to cover a range; else 0. */
  binDigits: number;
}

/** Prefixes of the same number of digits, as a flat list of `start, span, group`: the prefixes `start … start + span - 1` have that group's claims. */
export interface PrefixRanges {
  digits: number;
  /** Length a multiple of 3, starts ascending, ranges disjoint. */
  rows: readonly number[];
}

/** Claims from one source. Ranges with more digits come first; claims of a group are in order of trust. */
export interface BinLayer {
  ranges: readonly PrefixRanges[];
  groups: readonly (readonly BinClaim[])[];
}

/** All data for look-ups. Earlier layers take precedence over later ones. */
export interface BinTable {
  layers: readonly BinLayer[];
  schemes: BinLayer;
  /** The issuers with all their names, so that other lists can be given the same spelling. */
  issuers: readonly { issuer: BinIssuer; aliases: readonly string[] }[];
}

/** The packed file's name, among the models. */
export const BIN_TABLE_FILE = 'bin-table.jsonl';
/** Its first line. */
export const BIN_TABLE_FORMAT = 'bin-table 1';

/**
 * The packed file, line by line; each line is one JSON value, so that the parse is native and takes about a millisecond.
 * `scripts/build/bin/command.ts` writes it.
 */
export type PackedBinTable = [
  format: typeof BIN_TABLE_FORMAT,
  issuers: [name: string, shortName: string, nameEn: string | null, country: string | null, ...aliases: string[]][],
  groups: [issuer: number, type: CardType | null, scheme: string | null, lengths: number[]][][],
  ranges: [digits: number, rows: number[]][],
  schemes: [scheme: string, lengths: number[]][],
  schemeRanges: [digits: number, rows: number[]][],
];

/**
 * Parses the packed table.
 *
 * @param packed - the file's contents
 * @throws {Error} when it is not a table of this format: a broken installation, not a bad request
 */
export function parseBinTable(packed: Uint8Array): BinTable {
  const bytes = asBuffer(packed);
  const format = `${JSON.stringify(BIN_TABLE_FORMAT)}\n`;
  if (bytes.toString('latin1', 0, format.length) !== format) throw new Error('not a BIN table of a known format');
  const [, issuerRows, groupRows, ranges, schemeRows, schemeRanges] = linesOf(bytes).map((line) => JSON.parse(line)) as PackedBinTable;

  const issuers = issuerRows.map((row) => ({
    issuer: { name: row[0], shortName: row[1], nameEn: row[2], country: row[3] },
    aliases: row.slice(4) as string[],
  }));
  return {
    layers: [
      {
        ranges: ranges.map(([digits, rows]) => ({ digits, rows })),
        groups: groupRows.map((group) =>
          group.map(([issuer, type, scheme, lengths]) => ({
            issuer: issuers[issuer]?.issuer ?? null,
            type,
            scheme,
            lengths,
            binDigits: 0,
          })),
        ),
      },
    ],
    schemes: {
      ranges: schemeRanges.map(([digits, rows]) => ({ digits, rows })),
      groups: schemeRows.map(([scheme, lengths]) => [{ issuer: null, type: null, scheme, lengths, binDigits: 0 }]),
    },
    issuers,
  };
}

/** Decodes line by line: most lines are ASCII, and V8 parses such strings, with one byte a character, twice as fast. */
function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf('\n', start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  return lines;
}

/**
 * Reads the packed table from a file. See `parseBinTable`.
 *
 * @throws {Error} when the file cannot be read, or holds no such table: a broken installation, not a bad request
 */
export async function loadBinTable(path: string): Promise<BinTable> {
  const packed = await readFile(path);
  try {
    return parseBinTable(packed);
  } catch {
    throw new Error(`${path} is no BIN table of this version: copy all of models/ anew`);
  }
}
