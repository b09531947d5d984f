/** A processor as Node names it. */
export type Architecture = 'x64' | 'arm64';

const ARCHITECTURES: ReadonlyMap<string, Architecture> = new Map([
  ['x64', 'x64'],
  ['x86_64', 'x64'],
  ['arm64', 'arm64'],
]);

/**
 * Returns the architecture that a name means.
 *
 * @param name - Node's (`x64`) or the platform's (`x86_64`)
 * @throws {Error} on any other name
 */
export function architectureOf(name: string): Architecture {
  const architecture = ARCHITECTURES.get(name);
  if (!architecture) throw new Error(`unknown architecture ${name}: ${[...ARCHITECTURES.keys()].join(', ')}`);
  return architecture;
}
