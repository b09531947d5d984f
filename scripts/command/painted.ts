import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** A text as it is to be shown: in colours only on a terminal that has some and is not told otherwise (NO_COLOR, FORCE_COLOR=0, TERM=dumb). */
export const painted = (stream: Pick<WriteStream, 'isTTY' | 'hasColors'>, format: Format, text: string): string =>
  stream.isTTY && stream.hasColors() ? styleText(format, text, { validateStream: false }) : text;
