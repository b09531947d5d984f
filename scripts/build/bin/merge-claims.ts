import { type Claim, SOURCES } from './claim';
import type { Override } from './overrides';

/** Two claims on the same numbers that differ. */
interface Conflict {
  /**
   * What differs: `issuer` or `type`, on one prefix and length or by an override; `length`, by an override; `nested`, the issuer of a longer prefix inside a
   * more trusted one.
   */
  kind: 'issuer' | 'type' | 'length' | 'nested';
  prefix: string;
  winner: Claim;
  loser: Claim;
}

/** The claims that the table keeps, in order of trust for each prefix, and what was decided on the way. */
export interface MergedClaims {
  byPrefix: Map<string, Claim[]>;
  conflicts: Conflict[];
  /** Number of claims left out because a more trusted source says the same or more. */
  redundant: number;
}

/**
 * Brings the claims of all sources together into one list per prefix. Where two banks share a prefix, the length tells them apart: only claims on the same
 * prefix and length compete. A claim of unknown length competes with every more trusted claim on its prefix.
 *
 * @param overrides - their drops are applied before the merge, their corrections after it
 * @param issuerAt - returns the row number of an issuer by its name in the issuers file
 * @throws {Error} when an override changes nothing
 */
export function mergeClaims(claims: readonly Claim[], overrides: readonly Override[], issuerAt: (name: string) => number): MergedClaims {
  const merged: MergedClaims = { byPrefix: new Map(), conflicts: [], redundant: 0 };
  const kept = withoutDropped(claims, overrides);
  for (const source of SOURCES) {
    for (const claim of kept) if (claim.source === source) place(claim, merged);
  }
  for (const override of overrides) correct(override, merged, issuerAt);
  return merged;
}

function withoutDropped(claims: readonly Claim[], overrides: readonly Override[]): Claim[] {
  const dropped = new Set<string>();
  for (const { prefixes, drop } of overrides) {
    if (drop === undefined) continue;
    for (const prefix of prefixes) {
      if (!claims.some((claim) => claim.source === drop && claim.prefix === prefix)) throw new Error(`override: ${drop} has no ${prefix}`);
      dropped.add(`${drop} ${prefix}`);
    }
  }
  return claims.filter(({ source, prefix }) => !dropped.has(`${source} ${prefix}`));
}

function place(claim: Claim, merged: MergedClaims): void {
  const { byPrefix, conflicts } = merged;
  const { prefix } = claim;
  const rivals = byPrefix.get(prefix) ?? [];
  const rival = claim.length === null ? rivals[0] : rivals.find(({ length }) => length === claim.length);
  if (rival !== undefined) {
    if (rival.issuer !== claim.issuer) conflicts.push({ kind: 'issuer', prefix, winner: rival, loser: claim });
    else if (claim.type !== null && rival.type !== claim.type) conflicts.push({ kind: 'type', prefix, winner: rival, loser: claim });
    else merged.redundant++;
    return;
  }
  const around = claim.length === null ? enclosing(claim, byPrefix) : undefined;
  if (around?.issuer === claim.issuer) {
    // a bare longer prefix would hide the type and length of the shorter one
    merged.redundant++;
    return;
  }
  if (around !== undefined) conflicts.push({ kind: 'nested', prefix, winner: claim, loser: around });
  byPrefix.set(prefix, [...rivals, claim]);
}

/** Returns the claim on the longest proper prefix of this claim's prefix that a more trusted source has. */
function enclosing({ prefix, source }: Claim, byPrefix: ReadonlyMap<string, readonly Claim[]>): Claim | undefined {
  for (let digits = prefix.length - 1; digits > 0; digits--) {
    const around = byPrefix.get(prefix.slice(0, digits))?.find((other) => other.source !== source);
    if (around !== undefined) return around;
  }
  return undefined;
}

function correct(
  { prefixes, issuer, type, length, why }: Override,
  { byPrefix, conflicts }: MergedClaims,
  issuerAt: (name: string) => number,
): void {
  if (issuer === undefined && type === undefined && length === undefined) return;
  for (const prefix of prefixes) {
    const found = conflicts.length;
    const corrected = byPrefix.get(prefix)?.map((loser): Claim => {
      const winner: Claim = {
        ...loser,
        source: 'overrides',
        issuer: issuer === undefined ? loser.issuer : issuerAt(issuer),
        type: type ?? loser.type,
        length: length ?? loser.length,
      };
      const kind = (['issuer', 'type', 'length'] as const).find((field) => winner[field] !== loser[field]);
      if (kind === undefined) return loser;
      conflicts.push({ kind, prefix, winner, loser });
      return winner;
    });
    if (corrected === undefined || conflicts.length === found) throw new Error(`override of ${prefix} changes nothing (${why})`);
    byPrefix.set(prefix, corrected);
  }
}
