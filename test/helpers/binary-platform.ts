const ELF = Buffer.from('\x7fELF', 'latin1');
const ELF_MACHINES: Readonly<Record<number, string>> = { 62: 'linux-x64', 183: 'linux-arm64' };
/** Beginnings of Mach-O files (one architecture, several) and of Windows libraries. */
const FOREIGN = ['cffaedfe', 'cefaedfe', 'cafebabe', '4d5a'].map((hex) => Buffer.from(hex, 'hex'));

/**
 * Returns the platform that a native binary is for, by its header.
 *
 * @returns e.g. `linux-x64`; `other` for any other platform; null when the file is no binary
 */
export function binaryPlatform(bytes: Uint8Array): string | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64));
  const startsWith = (magic: Buffer): boolean => header.subarray(0, magic.length).equals(magic);
  if (startsWith(ELF)) return ELF_MACHINES[header.readUInt16LE(18)] ?? 'other';
  return FOREIGN.some(startsWith) ? 'other' : null;
}
