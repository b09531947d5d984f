// Compiles the kernels in AssemblyScript (*.as.ts) to modules in generated/. Run: npm run build:kernels
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** Sources of the kernels, and the names under which their modules are exported. */
const KERNELS: Readonly<Record<string, string>> = {
  'lib/image/pixel-kernels.as.ts': 'PIXEL_KERNELS',
  'lib/location/edge-kernels.as.ts': 'EDGE_KERNELS',
  'lib/recognition/ctc-kernels.as.ts': 'CTC_KERNELS',
};

const COMPILER = resolve('scripts/build/compile-kernels.mjs');
const OPTIONS = ['-O3', '--runtime', 'stub', '--importMemory', '--noAssert', '--enable', 'simd'];

/** A compiled source. */
export interface Kernels {
  readonly source: string;
  /** path of the generated file */
  readonly file: string;
  readonly module: Uint8Array;
  /** text of that file: the module in base64, so that it is bundled with the code that uses it */
  readonly code: string;
}

export function compiledKernels(): Kernels[] {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const outputs = Object.keys(KERNELS).map((source) => ({ source, output: join(folder, `${basename(source)}.wasm`) }));
    const files = outputs.flatMap(({ source, output }) => [resolve(source), output]);
    execFileSync(process.execPath, [COMPILER, JSON.stringify(OPTIONS), ...files], { stdio: ['ignore', 'inherit', 'inherit'] });
    return outputs.map(({ source, output }) => kernelsOf(source, readFileSync(output)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kernelsOf(source: string, module: Buffer): Kernels {
  const head = `// Made by \`npm run build:kernels\` from ${source}. Do not edit.`;
  const code = `${head}\nexport const ${KERNELS[source]} =\n  '${module.toString('base64')}';\n`;
  return { source, file: `generated/${basename(source, '.as.ts')}.ts`, module, code };
}

if (require.main === module) {
  for (const { file, code } of compiledKernels()) writeFileSync(file, code);
}
