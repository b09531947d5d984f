import { WARNINGS, type Warning } from '../../lib/warnings';

/** Returns a warning in words, with its code behind them. */
export const warningWords = (code: Warning): string => `${WARNINGS[code].means} (${code})`;
