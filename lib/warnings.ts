/** What a warning means, and what a client should do about it. */
interface WarningWords {
  readonly means: string;
  readonly advice: string;
}

/** Every warning that a reading may carry, in the order in which an answer lists them. */
export const WARNINGS = {
  'different-cards': {
    means: 'Of several pictures that should show one card, some plainly show another number. What is returned is of one card, never mixed.',
    advice: 'Ask for pictures of one card, or send them one by one.',
  },
  partial: {
    means: 'Some digits cannot be read; the number has `?` in their place.',
    advice: 'Ask for another picture, or have a person fill in the missing digits.',
  },
  luhn: {
    means: 'The number fails the Luhn check: a digit may be wrong. Specimens and some old cards fail it as printed.',
    advice: 'Have the number confirmed before you use it.',
  },
  'unknown-bin': {
    means: 'Neither an issuer nor a scheme is known for the first digits.',
    advice: 'Have the number confirmed, or add the issuer to BIN_TABLE.',
  },
  'unknown-length': {
    means: 'Numbers of this issuer or scheme usually have another length: digits may be missing.',
    advice: 'Have the number confirmed before you use it.',
  },
  'low-confidence': {
    means: 'At least one digit may well be wrong: the confidence of the number is below 0.8.',
    advice: 'Have the number confirmed, or ask for another picture.',
  },
  expired: { means: 'The expiry date has passed, by UTC.', advice: 'Refuse the card if you need a valid one; the number is not affected.' },
  blurred: { means: 'The digits are blurred.', advice: 'Ask for a sharper picture: hold still, and let the camera focus.' },
  glare: { means: 'A reflection hides part of the number.', advice: 'Ask for a picture at another angle, or without flash.' },
  'cut-off': {
    means: 'Part of the card is outside the picture, or the number touches its edge.',
    advice: 'Ask for a picture that shows the whole card.',
  },
  'too-small': { means: 'The digits are very small in the picture.', advice: 'Ask for a picture from closer by.' },
} as const satisfies Record<string, WarningWords>;

/** The code of a warning: something that a client should know of a reading. */
export type Warning = keyof typeof WARNINGS;
