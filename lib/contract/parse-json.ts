import { CardOcrError } from '../errors';

const LINE_BREAK = /[\r\n]/;
const QUOTE_ESCAPE_OR_BREAK = /["\\\r\n]/g;

/**
 * Parse JSON as clients send it: strictly, else once more without the raw line breaks that some put into strings (base64 in lines of 76).
 *
 * @throws {CardOcrError} `JSON_UNPARSABLE` for anything else that is not JSON
 */
export function parseJson(text: string): unknown {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(withoutMark);
  } catch (cause) {
    if (!LINE_BREAK.test(withoutMark)) throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
  try {
    return JSON.parse(withoutLineBreaksInStrings(withoutMark));
  } catch (cause) {
    throw new CardOcrError('JSON_UNPARSABLE', cause);
  }
}

function withoutLineBreaksInStrings(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let inString = false;
  const marks = new RegExp(QUOTE_ESCAPE_OR_BREAK);
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '"') inString = !inString;
    else if (mark[0] === '\\') marks.lastIndex++;
    else if (inString) {
      kept.push(text.slice(from, mark.index));
      from = mark.index + 1;
    }
  }
  kept.push(text.slice(from));
  return kept.join('');
}
