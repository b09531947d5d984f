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
   * The row of an issuer as a source spells it; a world issuer that has none gets one.
   *
   * @throws {Error} when there is none and the source gives no names to make one from
   */
  find({ names, fallback, country }: IssuerSpelling): number {
    for (const name of names) {
      const candidates = this.rowsByKey.get(issuerKey(name)) ?? [];
      const at = candidates.find((candidate) => country === null || this.issuers[candidate]?.[3] === country);
      if (at !== undefined) return at;
    }
    if (fallback === null || country === null) throw new Error(`issuer ${names.join(', ')} is missing in scripts/build/bin/issuers.ts`);
    // a foreign bank is printed by its English name: its own may be in a script the reader does not know
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
