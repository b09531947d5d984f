const COMPANY_FORMS = /\b(?:the|co|company|ltd|limited|corp|corporation|inc|plc|n\.?a|s\.?a)\b\.?/g;

/** Normalises an issuer's name, so that its spellings agree: width, case, punctuation and the company's legal form are left out. */
export const issuerKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(COMPANY_FORMS, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
