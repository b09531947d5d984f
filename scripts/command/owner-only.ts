import { fchmodSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printable } from './printable';

/** Modes of folders and files that only their owner may open, as they may show whole numbers and cards. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 };

/** Lets nobody but its owner read a file. Where the file system has no permissions (exFAT, network shares), it says so on stderr. */
export function keepToOwner(descriptor: number, path: string): void {
  try {
    fchmodSync(descriptor, OWNER_ONLY.file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') throw thrown;
    process.stderr.write(`others may be able to read ${printable(path)}: its permissions cannot be set\n`);
  }
}

/** Writes a file for its owner alone, also where others could read the one before, and makes the folders above it. */
export async function writeForOwner(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY.folder });
  const file = await open(path, 'w', OWNER_ONLY.file);
  try {
    keepToOwner(file.fd, path);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}
