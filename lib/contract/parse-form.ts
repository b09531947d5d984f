/** Where a `+` is meant. */
const BASE64_FIELD = 'image';

/**
 * The fields of an `application/x-www-form-urlencoded` body. In the picture's a `+` stays a `+`: in base64 it is a digit that the client
 * forgot to encode, and so is a bare space, which is what an intermediary made of it. An encoded space (`%20`) is one. In other fields a `+`
 * is a space, as encoders write it in `{"detail": true}`.
 */
export function parseForm(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const field of text.trim().split('&')) {
    const equals = field.indexOf('=');
    const name = equals === -1 ? field : field.slice(0, equals);
    const value = equals === -1 ? '' : field.slice(equals + 1);
    if (name && !fields.has(name)) fields.set(name, decoded(plusRead(name, value)));
  }
  return fields;
}

const plusRead = (name: string, value: string): string => (name === BASE64_FIELD ? value.replaceAll(' ', '+') : value.replaceAll('+', ' '));

/** Undecodable text is left as it is: whoever reads the value finds the stray `%`. */
function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
