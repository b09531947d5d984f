import type { CardType } from '../../../lib/bin/bin-table';

/** Where a row comes from, most trusted first. */
export const SOURCES = ['overrides', 'bankcard', 'bankcardinfo', 'banks-db', 'persian-tools'] as const;
export type Source = (typeof SOURCES)[number];

/** One row of a source: numbers with this prefix, and this length unless it is null, are this issuer's. */
export interface SourceRow {
  source: Source;
  prefix: string;
  length: number | null;
  type: CardType | null;
  /** As the source spells it. */
  issuer: IssuerSpelling;
}

/** An issuer's names in a source, the most telling one first, and its country where the source has it. */
export interface IssuerSpelling {
  names: readonly string[];
  /** Full and English name to use when the issuers file has none of `names`; null: it must have one. */
  fallback: { name: string; nameEn: string } | null;
  country: string | null;
}

/** A row with its issuer known by its row number in the table. */
export interface Claim extends Omit<SourceRow, 'issuer'> {
  issuer: number;
}
