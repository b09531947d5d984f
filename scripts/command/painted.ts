import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Returns a text as it is to be shown: coloured only on a terminal that has colours and is not told otherwise (NO_COLOR, FORCE_COLOR=0, TERM=dumb). */
export const painted = (stream: Pick<WriteStream, 'isTTY' | 'hasColors'>, format: Format, text: string): string =>
  stream.isTTY && stream.hasColors() ? styleText(format, text, { validateStream: false }) : text;
