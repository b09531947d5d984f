import path from 'node:path';

/** Where build-decoding-process.mjs puts the decoding process. */
export const PROCESS_FILE = path.resolve(__dirname, '../../dist/test/decoding-process.js');
