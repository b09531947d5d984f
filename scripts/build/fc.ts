/**
 * Assemble the code package that s.yaml names, in dist/fc. Run from the repository's root: `npm run build:fc` (`-- --folder elsewhere`).
 */
import { parseArgs } from 'node:util';
import { buildFcPackage } from './layers/fc-package';

const { values } = parseArgs({ options: { folder: { type: 'string', default: 'dist/fc' } } });

buildFcPackage(values.folder).then(
  () => process.stdout.write(`${values.folder} is ready\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
