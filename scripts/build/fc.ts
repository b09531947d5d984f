/**
 * Assembles the code package that s.yaml names, in dist/fc. Run from the repository's root: `npm run build:fc` (`-- --folder elsewhere`).
 */
import { parseArgs } from 'node:util';
import { runScript } from '../command/run-script';
import { buildFcPackage } from './layers/fc-package';

const USAGE = `usage: npm run build:fc                            the code package for Alibaba Cloud, in dist/fc
       npm run build:fc -- --folder FOLDER       in another folder, which is emptied first
`;

/**
 * @returns the exit code: 2 for wrong usage
 * @throws {Error} as `buildFcPackage`
 */
export async function buildFc(args: string[]): Promise<number> {
  const asked = askedFor(args);
  if (asked === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (asked.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await buildFcPackage(asked.folder);
  process.stdout.write(`${asked.folder} is ready\n`);
  return 0;
}

/** @returns null for wrong usage */
function askedFor(args: string[]): { readonly folder: string; readonly help: boolean } | null {
  try {
    const options = { folder: { type: 'string', default: 'dist/fc' }, help: { type: 'boolean', short: 'h', default: false } } as const;
    return parseArgs({ args, options }).values;
  } catch {
    return null;
  }
}

if (require.main === module) runScript(buildFc(process.argv.slice(2)));
