import { readFileSync } from 'node:fs';
import { compiledKernels } from '../../../scripts/build/kernels';

const KERNELS = compiledKernels();
/** The section of a module that has what it puts into the memory. */
const DATA_SECTION = 11;

test.each(KERNELS)('what is compiled of $source is in the repository (else: npm run build:kernels)', ({ file, code }) => {
  expect(readFileSync(file, 'utf8') === code).toBe(true);
});

test.each(KERNELS)('$source puts nothing into the memory, where pictures lie', ({ module }) => {
  const sections: number[] = [];
  // each: its id, its length (LEB128), its content; behind eight bytes that say what this is
  for (let at = 8; at < module.length; ) {
    sections.push(module[at++]!);
    let length = 0;
    for (let bits = 0; ; bits += 7) {
      const byte = module[at++]!;
      length |= (byte & 0x7f) << bits;
      if (byte < 0x80) break;
    }
    at += length;
  }
  expect(sections.length).toBeGreaterThan(3);
  expect(sections).not.toContain(DATA_SECTION);
});
