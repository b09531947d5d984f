import { readFileSync } from 'node:fs';
import { KERNELS, kernelsCode, moduleOf } from '../../../scripts/build/kernels';

test.each(Object.keys(KERNELS))('what is compiled of %s is in the repository (else: npm run build:kernels)', (source) => {
  expect(readFileSync(moduleOf(source), 'utf8') === kernelsCode(source)).toBe(true);
});
