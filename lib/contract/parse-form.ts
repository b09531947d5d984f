/** Where a `+` is meant. */
const BASE64_FIELD = 'image';
const MAX_FIELDS = 100;

/**
 * The fields of an `application/x-www-form-urlencoded` body. In the picture's a `+` stays a `+`: in base64 it is a digit that the client
 * forgot to encode, and so is a bare space, which is what an intermediary made of it. An encoded space (`%20`) is one. In other fields a `+`
 * is a space, as encoders write it in `{"detail": true}`. Of more than a hundred fields the rest is not looked at.
 */
export function parseForm(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const field of fieldsIn(text.trim())) {
    const equals = field.indexOf('=');
    const name = equals === -1 ? field : field.slice(0, equals);
    const value = equals === -1 ? '' : field.slice(equals + 1);
    if (name && !fields.has(name)) fields.set(name, decoded(plusRead(name, value)));
  }
  return fields;
}

/** The first hundred: a request has two. */
function* fieldsIn(text: string): Generator<string> {
  let start = 0;
  for (let left = MAX_FIELDS; left > 0 && start <= text.length; left--) {
    const end = text.indexOf('&', start);
    yield text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length + 1 : end + 1;
  }
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
