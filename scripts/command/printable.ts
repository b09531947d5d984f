/** Signs that a terminal obeys in place of showing them: names of files may hold any. */
const CONTROLS = /\p{Cc}/gu;
const CONTROLS_IN_LINES = /[^\P{Cc}\n\t]/gu;

/** Returns a sign of at most 8 bits as `\x1b`. */
export const hexEscape = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** Returns a name as a terminal may show it, in one line. */
export const printable = (name: string): string => name.replace(CONTROLS, hexEscape);

/** Returns a text of several lines as a terminal may show it. */
export const printableLines = (text: string): string => text.replace(CONTROLS_IN_LINES, hexEscape);
