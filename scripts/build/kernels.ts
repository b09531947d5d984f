// Compiles the kernels in AssemblyScript (*.as.ts) to modules in generated/. Run: npm run build:kernels
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** Sources, and what their modules are called where they are used. */
export const KERNELS: Readonly<Record<string, string>> = {
  'lib/image/pixel-kernels.as.ts': 'PIXEL_KERNELS',
  'lib/location/edge-kernels.as.ts': 'EDGE_KERNELS',
  'lib/recognition/ctc-kernels.as.ts': 'CTC_KERNELS',
};

const COMPILER = resolve('node_modules/assemblyscript/bin/asc.js');
const OPTIONS = ['-O3', '--runtime', 'stub', '--importMemory', '--noAssert', '--enable', 'simd'];

export const moduleOf = (source: string): string => `generated/${basename(source, '.as.ts')}.ts`;

/** The text of a source's module: what is compiled of it, in base64, so that it is bundled with what uses it. */
export function kernelsCode(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    execFileSync(process.execPath, [COMPILER, resolve(source), ...OPTIONS, '--outFile', file], { stdio: ['ignore', 'inherit', 'inherit'] });
    const head = `// Made by \`npm run build:kernels\` from ${source}. Do not edit.`;
    return `${head}\nexport const ${KERNELS[source]} =\n  '${readFileSync(file).toString('base64')}';\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (require.main === module) {
  for (const source of Object.keys(KERNELS)) writeFileSync(moduleOf(source), kernelsCode(source));
}
