import { readFileSync } from 'node:fs';
import { KERNELS, kernelsCode, moduleOf } from '../../../scripts/build/kernels';

const COMPILED = new Map(Object.keys(KERNELS).map((source) => [source, kernelsCode(source)]));

test.each(Object.keys(KERNELS))('what is compiled of %s is in the repository (else: npm run build:kernels)', (source) => {
  expect(readFileSync(moduleOf(source), 'utf8') === COMPILED.get(source)).toBe(true);
});

/** The section of a module that has what it puts into the memory. */
const DATA_SECTION = 11;

test.each(Object.keys(KERNELS))('%s puts nothing into the memory, where pictures lie', (source) => {
  const [, code = ''] = /'([\w+/=]+)'/.exec(COMPILED.get(source)!) ?? [];
  const module = Buffer.from(code, 'base64');
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
