import type { CardType } from '../../../lib/bin/bin-table';

/** Names of the sources of rows, most trusted first. */
export const SOURCES = ['overrides', 'bankcard', 'bankcardinfo', 'banks-db', 'persian-tools'] as const;
export type Source = (typeof SOURCES)[number];

/** One row of a source: numbers with this prefix, and this length unless it is null, are this issuer's. */
export interface SourceRow {
  source: Source;
  prefix: string;
  length: number | null;
  type: CardType | null;
  /** The issuer as the source spells it. */
  issuer: IssuerSpelling;
}

/** An issuer's names in a source, the most telling one first, and its country where the source has it. */
export interface IssuerSpelling {
  names: readonly string[];
  /** Full and English name for an issuer that the issuers file has under none of `names`; null: the issuers file must have it. */
  fallback: { name: string; nameEn: string } | null;
  country: string | null;
}

/** A source's row, with its issuer as a row number in the table of issuers. */
export interface Claim extends Omit<SourceRow, 'issuer'> {
  issuer: number;
}
