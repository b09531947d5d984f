import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import {
  type BinClaim,
  type BinIssuer,
  type BinLayer,
  type BinTable,
  type CardType,
  MAX_NAME_LENGTH,
  type PrefixRanges,
} from './bin-table';
import { csvRecords } from './csv-records';
import { issuerKey } from './issuer-key';

/** Why a row was left out: its field count, its BIN, its range's end, its PAN length, a name that is too long, or its quoting. */
type RowProblem = 'columns' | 'bin' | 'range' | 'length' | 'name' | 'quotes';

const PROBLEM_WORDS: Readonly<Record<RowProblem, string>> = {
  columns: 'it has not as many fields as the header',
  bin: 'its BIN has not 2 to 12 digits',
  range: 'its range does not end behind its beginning',
  length: 'its length is not 12 to 20',
  name: `a name has over ${MAX_NAME_LENGTH} characters`,
  quotes: 'its quotes do not match',
};

/** What became of an operator's list. Holds line numbers, never the text of a row. */
interface CsvReport {
  rows: number;
  malformed: { line: number; problem: RowProblem }[];
  /** Lines of rows that were taken without their type, as it is none that is known. */
  untyped: number[];
}

/** Columns by what they hold, and the headers the public lists give them, in order of preference. */
const HEADERS = {
  start: ['bin', 'iin', 'iin_start', 'bin_start', 'range_start', 'prefix'],
  end: ['iin_end', 'bin_end', 'range_end'],
  length: ['number_length', 'pan_length', 'length'],
  scheme: ['scheme', 'brand', 'network'],
  type: ['type', 'card_type'],
  category: ['category', 'level'],
  prepaid: ['prepaid'],
  issuer: ['issuer', 'bank_name', 'bank'],
  country: ['alpha_2', 'isocode2', 'country_code', 'country'],
} as const;
type Column = keyof typeof HEADERS;

/** An object would have words of its own, `constructor` for one. */
const mapOf = <T>(words: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(words));

/** Other names of schemes than the table's. */
const SCHEME_ALIASES = {
  visaelectron: 'Visa',
  amex: 'American Express',
  diners: 'Diners Club',
  dinersclubinternational: 'Diners Club',
  chinaunionpay: 'UnionPay',
  cup: 'UnionPay',
  nspkmir: 'Mir',
} as const;
const TYPES: ReadonlyMap<string, CardType> = mapOf<CardType>({
  debit: 'debit',
  debitcard: 'debit',
  dc: 'debit',
  credit: 'credit',
  creditcard: 'credit',
  cc: 'credit',
  charge: 'credit',
  chargecard: 'credit',
  semicredit: 'semi-credit',
  scc: 'semi-credit',
  prepaid: 'prepaid',
  pc: 'prepaid',
});

const BIN = /^\d{2,12}$/;
const PAN_LENGTH = /^(?:1[2-9]|20)$/;
const COUNTRY = /^[A-Z]{2}$/i;
const YES = /^(?:y|yes|true|1)$/i;
const PREPAID = /prepaid/i;
const ASCII = /^[ -~]+$/;

/**
 * Lays an operator's list of BINs over a table. It understands the headers of the common public lists, in any case and order: binlist-data
 * (`bin,brand,type,category,issuer,alpha_2,…`), `BIN,Brand,Type,Category,Issuer,…,isoCode2,…`, and binlist.net's ranges
 * (`iin_start,iin_end,number_length,scheme,…`). Rows take precedence over the table, which fills in what a row leaves open.
 * Of two rows for one prefix and length the later one counts, unless its range is wider and contains the other's. Malformed rows are left out.
 *
 * @param csv - the list's text
 * @param base - the table below
 * @returns the table with the list on top
 * @throws {Error} when the header names no BIN column: nothing in the list can be read
 */
export function layCsvOver(csv: string, base: BinTable): { table: BinTable; report: CsvReport } {
  const records = csvRecords(csv, separatorOf(csv));
  const first = records.next();
  const columns = first.done ? null : columnsOf(first.value.fields ?? []);
  if (columns === null) throw new Error('the BIN list has no column bin, iin or iin_start, with commas or semicolons between the columns');

  const report: CsvReport = { rows: 0, malformed: [], untyped: [] };
  const prefixes = new PrefixMap();
  const names: Names = { issuerOf: issuerFinder(base), schemeOf: schemeFinder(base) };
  for (const { line, fields } of records) {
    const problem = fields === null ? 'quotes' : addRow(fields, columns, names, prefixes);
    if (problem !== null && problem !== 'type') {
      report.malformed.push({ line, problem });
      continue;
    }
    report.rows++;
    if (problem === 'type') report.untyped.push(line);
  }
  return { table: { ...base, layers: [prefixes.layer(), ...base.layers] }, report };
}

/**
 * Lays the list in a file over a table: see `layCsvOver`. If there are malformed rows, or types that are not known, it emits a process warning of each with their
 * number and where the first one is.
 *
 * @throws {Error} as `layCsvOver`; for a file in another encoding than UTF-8, whose names would be garbled; and when no row is well-formed: whoever deploys the
 *   list would not notice that it has no effect
 */
export async function loadCsvOver(path: string, base: BinTable): Promise<BinTable> {
  const bytes = await readFile(path);
  if (!isUtf8(bytes)) throw new Error('the BIN list is not UTF-8: save it as "CSV UTF-8"');
  const {
    table,
    report: { rows, malformed, untyped },
  } = layCsvOver(bytes.toString(), base);
  const [first] = malformed;
  const where = first ? `line ${first.line}: ${PROBLEM_WORDS[first.problem]}` : 'nothing follows the header';
  if (rows === 0) throw new Error(`no row of the BIN list can be read: ${where}`);
  const warn = (count: number, what: string): void =>
    process.emitWarning(`${path}: ${count} of ${rows + malformed.length} rows of the BIN list ${what}`, 'BinListWarning');
  if (first) warn(malformed.length, `are left out, the first is ${where}`);
  if (untyped.length > 0) warn(untyped.length, `have a type that is not known, and are taken without it, the first is line ${untyped[0]}`);
  return table;
}

/** Returns what stands between the values: the first such sign of the header, outside of quotes. Excel writes semicolons where numbers have commas. */
const separatorOf = (csv: string): string => (/[,;\n]/.exec(csv.slice(0, MOST_OF_HEADER).replace(QUOTED, ''))?.[0] === ';' ? ';' : ',');
const QUOTED = /"[^"]*"/g;
/** The header's first sign stands within so many characters. */
const MOST_OF_HEADER = 4096;

/** Where the columns are, and how many fields a whole row has. */
interface Columns {
  at: ReadonlyMap<Column, number>;
  count: number;
}

function columnsOf(header: readonly string[]): Columns | null {
  const names = header.map((name) => name.trim().toLowerCase());
  const at = new Map<Column, number>();
  for (const column of Object.keys(HEADERS) as Column[]) {
    const name = HEADERS[column].find((candidate) => names.includes(candidate));
    if (name !== undefined) at.set(column, names.indexOf(name));
  }
  return at.has('start') ? { at, count: names.length } : null;
}

/** Finds names as the table spells them. */
interface Names {
  readonly issuerOf: (name: string, country: string | null) => BinIssuer;
  readonly schemeOf: (name: string) => string;
}

/** Takes one row; returns what is wrong with it, or null. One with a type that is not known (`type`) is taken without it. */
function addRow(
  fields: readonly string[],
  columns: Columns,
  { issuerOf, schemeOf }: Names,
  prefixes: PrefixMap,
): RowProblem | 'type' | null {
  // an unquoted comma shifts all that follows
  if (fields.length !== columns.count) return 'columns';
  const cell = (column: Column): string => fields[columns.at.get(column) ?? -1]?.trim() ?? '';
  const start = cell('start');
  const end = cell('end') || start;
  const length = cell('length');
  if (!BIN.test(start)) return 'bin';
  if (!BIN.test(end) || end.length !== start.length || end < start) return 'range';
  if (length !== '' && !PAN_LENGTH.test(length)) return 'length';

  const country = COUNTRY.test(cell('country')) ? cell('country').toUpperCase() : null;
  const scheme = cell('scheme');
  const issuer = cell('issuer');
  if (scheme.length > MAX_NAME_LENGTH || issuer.length > MAX_NAME_LENGTH) return 'name';
  const isPrepaid = YES.test(cell('prepaid')) || PREPAID.test(cell('category'));
  const written = cell('type');
  const type = isPrepaid ? 'prepaid' : (TYPES.get(wordKey(written)) ?? null);
  prefixes.add(start, end, {
    issuer: issuer === '' ? null : issuerOf(issuer, country),
    type,
    scheme: scheme === '' ? null : schemeOf(scheme),
    lengths: length === '' ? [] : [Number(length)],
    binDigits: start.length,
  });
  return type === null && written !== '' ? 'type' : null;
}

const wordKey = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

/** Finds the table's own issuer by any of its names, so that answers use the same name; makes an issuer of a name that the table does not know. */
function issuerFinder(base: BinTable): Names['issuerOf'] {
  const known = new Map<string, BinIssuer[]>();
  const made = new Map<string, BinIssuer>();
  for (const { issuer, aliases } of base.issuers) {
    const names = [issuer.name, issuer.nameEn ?? issuer.name, issuer.shortName, ...aliases];
    for (const key of new Set(names.map(issuerKey))) known.set(key, [...(known.get(key) ?? []), issuer]);
  }
  return (name, country) => {
    const key = issuerKey(name);
    const found = known.get(key)?.find((issuer) => country === null || issuer.country === null || issuer.country === country);
    if (found !== undefined) return found;
    const id = `${key} ${country}`;
    const issuer = made.get(id) ?? { name, shortName: name, nameEn: ASCII.test(name) ? name : null, country };
    made.set(id, issuer);
    return issuer;
  };
}

/** Finds the table's own scheme by its name in any case, or by another one of its names; returns a name that the table does not know as it is. */
function schemeFinder({ layers, schemes }: BinTable): Names['schemeOf'] {
  const claims = [schemes, ...layers].flatMap(({ groups }) => groups.flat());
  const own = claims.flatMap(({ scheme }) => (scheme === null ? [] : [[wordKey(scheme), scheme] as const]));
  const known: ReadonlyMap<string, string> = new Map([...Object.entries(SCHEME_ALIASES), ...own]);
  return (name) => known.get(wordKey(name)) ?? name;
}

/** A row's claim, and the size of its range, as a share of all numbers. */
interface RangeClaim {
  readonly claim: BinClaim;
  readonly size: number;
}

/** Claims by prefix. A range is kept as the fewest prefixes that cover it, so that ranges may lie inside one another. */
class PrefixMap {
  private readonly widths = new Map<number, Map<number, RangeClaim[]>>();

  /** @param start - first prefix of the range; @param end - last one, of the same width */
  add(start: string, end: string, claim: BinClaim): void {
    const last = Number(end);
    const size = (last - Number(start) + 1) / 10 ** start.length;
    for (let first = Number(start); first <= last; ) {
      let span = 1;
      let digits = start.length;
      while (digits > 1 && first % (span * 10) === 0 && first + span * 10 - 1 <= last) {
        span *= 10;
        digits--;
      }
      this.put(digits, first / span, { claim, size });
      first += span;
    }
  }

  layer(): BinLayer {
    const groups: BinClaim[][] = [];
    const ranges: PrefixRanges[] = [...this.widths]
      .sort(([a], [b]) => b - a)
      .map(([digits, claims]) => ({
        digits,
        rows: [...claims]
          .sort(([a], [b]) => a - b)
          .flatMap(([prefix, group]) => [prefix, 1, groups.push(group.map(({ claim }) => claim)) - 1]),
      }));
    return { ranges, groups };
  }

  /** Sorts the narrowest range first; of equal ranges, the row with a length. */
  private put(digits: number, prefix: number, row: RangeClaim): void {
    const rows = this.widths.get(digits) ?? new Map<number, RangeClaim[]>();
    this.widths.set(digits, rows);
    const isReplaced = ({ claim, size }: RangeClaim): boolean => size === row.size && claim.lengths[0] === row.claim.lengths[0];
    const others = rows.get(prefix)?.filter((other) => !isReplaced(other)) ?? [];
    rows.set(
      prefix,
      [row, ...others].sort((a, b) => a.size - b.size || b.claim.lengths.length - a.claim.lengths.length),
    );
  }
}
