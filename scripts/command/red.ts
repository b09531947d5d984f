import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

/** Returns a text as it is to be shown: red only on a terminal that has colours and is not told otherwise (NO_COLOR, FORCE_COLOR=0, TERM=dumb). */
export const red = (stream: Pick<WriteStream, 'isTTY' | 'hasColors'>, text: string): string =>
  stream.isTTY && stream.hasColors() ? styleText('red', text, { validateStream: false }) : text;
