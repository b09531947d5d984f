import creditCardType from 'credit-card-type';

/** A scheme's display name, its PAN lengths and its ranges: first and last prefix, of the same width. */
interface SchemeRow {
  scheme: string;
  lengths: readonly number[];
  ranges: readonly (readonly [first: string, last: string])[];
}

/** Ranges that `credit-card-type` lacks. */
const OWN_SCHEMES: readonly SchemeRow[] = [
  // credit-card-type leaves out the parts of 62 that were given away later (627780 to Elo): the rest of 62 is UnionPay
  { scheme: 'UnionPay', lengths: [14, 15, 16, 17, 18, 19], ranges: [['62', '62']] },
  // as commonly published; the co-branded 353 and 356 stay JCB
  {
    scheme: 'RuPay',
    lengths: [16],
    ranges: [
      ['508500', '508999'],
      ['606985', '607984'],
      ['608001', '608500'],
      ['652150', '653149'],
      ['817200', '820199'],
    ],
  },
  { scheme: 'Dankort', lengths: [16], ranges: [['501900', '501999']] },
  // JCB's first cards have 15 digits; credit-card-type says 16 to 19 for all JCB numbers
  {
    scheme: 'JCB',
    lengths: [15],
    ranges: [
      ['1800', '1800'],
      ['2131', '2131'],
    ],
  },
  // national schemes, as commonly published
  { scheme: 'Napas', lengths: [16, 19], ranges: [['9704', '9704']] },
  { scheme: 'UzCard', lengths: [16], ranges: [['8600', '8600']] },
  { scheme: 'Humo', lengths: [16], ranges: [['9860', '9860']] },
];

/** Returns every scheme. Where ranges of the same width overlap, the scheme that comes first has precedence. */
export function schemeRows(): SchemeRow[] {
  const known = Object.values(creditCardType.types).map((id) => {
    const { niceType, lengths, patterns } = creditCardType.getTypeInfo(id);
    return {
      scheme: niceType,
      lengths: [...lengths].sort((a, b) => a - b),
      ranges: patterns.map((pattern) => {
        const [first, last] = Array.isArray(pattern) ? pattern : [pattern, pattern];
        return [String(first), String(last)] as const;
      }),
    };
  });
  return [...OWN_SCHEMES, ...known];
}

const SCHEMES_OF_CHINESE_CARDS = ['Visa', 'Mastercard', 'American Express', 'JCB'];
const IRAN_INTERBANK = 'Shetab';

/**
 * Returns the scheme of an issuer's entry where the ranges do not tell it; null where they do.
 *
 * @param country - of the issuer
 * @param fromChineseList - whether the entry is from a list of cards of UnionPay's members
 * @param scheme - the scheme that the ranges tell; null: none
 */
export function schemeOfEntry(country: string | null, fromChineseList: boolean, scheme: string | null): string | null {
  // UnionPay's members run their old house cards (9558…, 601428…, 303…) over UnionPay, whichever scheme has the range elsewhere
  if (fromChineseList) return scheme !== null && [...SCHEMES_OF_CHINESE_CARDS, 'UnionPay'].includes(scheme) ? null : 'UnionPay';
  // Iran's banks number their domestic cards without regard to the international ranges
  return country === 'IR' ? IRAN_INTERBANK : null;
}

/** Returns the PAN lengths of cards whose scheme is told by `schemeOfEntry` and not by the ranges. */
export const lengthsOfEntry = (scheme: string | null): readonly number[] => (scheme === IRAN_INTERBANK ? [16] : []);
