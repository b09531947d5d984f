import { issuerKey } from '../../../lib/bin/issuer-key';
import type { IssuerSpelling } from './claim';
import type { IssuerRow } from './issuers';

/** The issuers of the table, each once, found by any of their names. */
export class IssuerIndex {
  private readonly rowsByKey = new Map<string, number[]>();
  private readonly issuers: IssuerRow[] = [];

  /** @throws {Error} when two rows of one country share a name */
  constructor(rows: readonly IssuerRow[]) {
    for (const row of rows) this.add(row);
  }

  get rows(): readonly IssuerRow[] {
    return this.issuers;
  }

  /**
   * Returns the row number of an issuer that a source spells in this way. A world issuer that has no row yet gets one.
   *
   * @throws {Error} when there is no row, and the source lacks the names or the country to make one
   */
  find({ names, fallback, country }: IssuerSpelling): number {
    for (const name of names) {
      const candidates = this.rowsByKey.get(issuerKey(name)) ?? [];
      const at = candidates.find((candidate) => country === null || this.issuers[candidate]?.[3] === country);
      if (at !== undefined) return at;
    }
    if (fallback === null || country === null) throw new Error(`issuer ${names.join(', ')} is missing in scripts/build/bin/issuers.ts`);
    // answers print a foreign bank's English name: its own name may be in a script that whoever reads the answer does not know
    return this.add([fallback.name, fallback.nameEn, fallback.nameEn, country]);
  }

  private add(row: IssuerRow): number {
    const [name, , nameEn, country, ...aliases] = row;
    const at = this.issuers.push(row) - 1;
    const keys = new Set([name, nameEn ?? name, ...aliases].map(issuerKey));
    for (const key of keys) {
      const others = this.rowsByKey.get(key) ?? [];
      if (others.some((other) => this.issuers[other]?.[3] === country)) throw new Error(`two issuers are named ${key}`);
      this.rowsByKey.set(key, [...others, at]);
    }
    return at;
  }
}
