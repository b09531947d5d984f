import { join } from 'node:path';

/** The file that decoding-process.ts is built to, beside every bundle that decodes pictures. */
export const PROCESS_FILE = join(__dirname, 'decoding-process.js');
