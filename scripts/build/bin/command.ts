// Builds models/bin-table.jsonl, the table of issuers and schemes, from the packages and from scripts/build/bin/. Run: npm run build:bin-table
import { writeFileSync } from 'node:fs';
import { BIN_TABLE_FILE, BIN_TABLE_FORMAT, type CardType, type PackedBinTable, parseBinTable } from '../../../lib/bin/bin-table';
import { schemeOf } from '../../../lib/bin/lookup-bin';
import { type Claim, SOURCES, type Source } from './claim';
import { IssuerIndex } from './issuer-index';
import { ISSUERS } from './issuers';
import { type MergedClaims, mergeClaims } from './merge-claims';
import { OVERRIDES } from './overrides';
import { RangePacker } from './pack';
import { lengthsOfEntry, schemeOfEntry, schemeRows } from './schemes';
import { bankcardinfoRows, bankcardRows, banksDbRows, persianToolsRows } from './sources';

const WORLD_SOURCES: readonly Source[] = ['banks-db', 'persian-tools'];

type PackedClaim = [issuer: number, type: CardType | null, scheme: string | null, lengths: number[]];

/** Where the table is kept, from the repository root. */
export const BIN_TABLE_PATH = `models/${BIN_TABLE_FILE}`;

/**
 * Builds the table. Reads nothing but the installed packages and the files of scripts/build/bin/, so the same tree gives the same bytes.
 *
 * @returns the packed file's text and a report of what was kept and which source won each conflict
 * @throws {Error} when a source has an issuer that scripts/build/bin/issuers.ts lacks, or an override changes nothing
 */
export function buildBinTable(): { packed: string; report: string } {
  const issuers = new IssuerIndex(ISSUERS);
  const claims = [...bankcardRows(), ...bankcardinfoRows(), ...banksDbRows(), ...persianToolsRows()].map(({ issuer, ...row }) => ({
    ...row,
    issuer: issuers.find(issuer),
  }));
  const merged = mergeClaims(claims, OVERRIDES, (name) => issuers.find({ names: [name], fallback: null, country: null }));

  const schemes = new RangePacker<[string, number[]]>();
  for (const { scheme, lengths, ranges } of schemeRows()) {
    for (const [first, last] of ranges) schemes.add(first, last, [scheme, [...lengths]]);
  }
  const schemesOnly = pack([BIN_TABLE_FORMAT, [], [], [], schemes.groups, rangesOf(schemes)]);
  const schemeTable = parseBinTable(Buffer.from(schemesOnly));

  const prefixes = new RangePacker<PackedClaim[]>();
  for (const prefix of [...merged.byPrefix.keys()].sort()) {
    const ranked = merged.byPrefix.get(prefix) as Claim[];
    prefixes.add(prefix, prefix, packedClaims(ranked, issuers, schemeOf(schemeTable, prefix)));
  }
  const packed = pack([
    BIN_TABLE_FORMAT,
    issuers.rows.map((row) => [...row]),
    prefixes.groups,
    rangesOf(prefixes),
    schemes.groups,
    rangesOf(schemes),
  ]);
  return { packed, report: reportOf(claims, merged, issuers, packed) };
}

/** Returns the claims on one prefix. Claims that differ only in their length become one claim with all of these lengths. */
function packedClaims(claims: readonly Claim[], issuers: IssuerIndex, rangeScheme: string | null): PackedClaim[] {
  const packed = new Map<string, PackedClaim>();
  for (const { issuer, type, length, source } of claims) {
    const scheme = schemeOfEntry(issuers.rows[issuer]?.[3] ?? null, !WORLD_SOURCES.includes(source), rangeScheme);
    const key = JSON.stringify([issuer, type, scheme]);
    const claim = packed.get(key) ?? [issuer, type, scheme, [...lengthsOfEntry(scheme)]];
    if (length !== null) claim[3].push(length);
    claim[3].sort((a, b) => a - b);
    packed.set(key, claim);
  }
  return [...packed.values()];
}

const rangesOf = <Value>(packer: RangePacker<Value>): [number, number[]][] =>
  packer.ranges().map(({ digits, rows }) => [digits, [...rows]]);

const pack = (table: PackedBinTable): string => `${table.map((line) => JSON.stringify(line)).join('\n')}\n`;

function reportOf(
  claims: readonly Claim[],
  { byPrefix, conflicts, redundant }: MergedClaims,
  issuers: IssuerIndex,
  packed: string,
): string {
  const named = ({ source, issuer, type, length }: Claim) =>
    [source, issuers.rows[issuer]?.[1], type ?? '', length ?? ''].filter((part) => part !== '').join(' ');
  const kept = [...byPrefix.values()].flat();
  const used = new Set(kept.map(({ issuer }) => issuer));
  const shared = [...byPrefix.values()].filter((ranked) => new Set(ranked.map(({ issuer }) => issuer)).size > 1);
  const counts = (['issuer', 'type', 'length', 'nested'] as const).map(
    (kind) => `${conflicts.filter((c) => c.kind === kind).length} ${kind}`,
  );
  const lines = [
    `BIN table: ${byPrefix.size} prefixes of ${used.size} issuers (${issuers.rows.length} named), ${Buffer.byteLength(packed)} bytes`,
    ...SOURCES.map((source) => {
      const count = (rows: readonly Claim[]) => rows.filter((row) => row.source === source).length;
      return `  ${source}: ${count(claims)} rows read, ${count(kept)} kept`;
    }),
    `  ${redundant} rows say no more than a more trusted one`,
    `  ${shared.length} prefixes are shared by issuers that the length tells apart: ${shared.map((ranked) => ranked[0]?.prefix).join(' ')}`,
    `Conflicts: ${conflicts.length} (${counts.join(', ')})`,
    ...conflicts.map(({ kind, prefix, winner, loser }) => `  ${prefix} ${kind}: ${named(winner)} won over ${named(loser)}`),
    `Overrides: ${OVERRIDES.length}`,
    ...OVERRIDES.map(({ prefixes, why }) => `  ${prefixes.join(' ')}: ${why}`),
  ];
  return `${lines.join('\n')}\n`;
}

if (require.main === module) {
  const { packed, report } = buildBinTable();
  writeFileSync(BIN_TABLE_PATH, packed);
  process.stdout.write(report);
}
