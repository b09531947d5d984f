/**
 * Packages the service as `serverless package` does, but without an account, and compares its sizes with the limits.
 * Run from the repository's root: `npm run package -- --stage prod --param arch=arm64`.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runScript } from '../../command/run-script';
import { startCloudFormationStub } from './cloudformation-stub';
import { artifactSize, packagedArtifacts } from './packaged';
import { brokenLimits, sizeTable } from './sizes';

const BATCH = 'serverless.batch.yml';
const SERVERLESS = path.join('node_modules', '.bin', 'serverless');
/** Where archives go unless `--package` says otherwise. */
const PACKAGE_FOLDER = '.serverless';

/** @returns the exit code of `serverless package` */
async function packageOffline(args: readonly string[]): Promise<number> {
  const stub = await startCloudFormationStub();
  const { AWS_PROFILE, AWS_SESSION_TOKEN, ...environment } = process.env;
  try {
    return await exitCode(process.execPath, [SERVERLESS, 'package', ...args], {
      ...environment,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: environment.AWS_REGION ?? 'eu-central-1',
      // the first is for any other service that `serverless` may ask after a change of serverless.yml: nothing leaves this machine
      AWS_ENDPOINT_URL: stub.endpoint,
      AWS_ENDPOINT_URL_CLOUDFORMATION: stub.endpoint,
    });
  } finally {
    await stub.close();
  }
}

const exitCode = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve, reject) => {
    spawn(command, args, { env, stdio: 'inherit' })
      .once('error', reject)
      .once('close', (code) => resolve(code ?? 1));
  });

/**
 * Whether the name of a batch's bucket is missing. `serverless` itself would complain about each place where the name stands.
 *
 * @param args - of `serverless package`
 */
export function lacksBucket(args: string[]): boolean {
  const options = { config: { type: 'string', short: 'c' }, param: { type: 'string', multiple: true } } as const;
  const { config, param = [] } = parseArgs({ args, strict: false, options }).values;
  return config === BATCH && !param.some((text) => String(text).startsWith('bucket='));
}

async function main(args: string[]): Promise<number> {
  if (lacksBucket(args)) throw new Error('name the bucket: --param bucket=NAME');
  const code = await packageOffline(args);
  if (code !== 0) return code;
  const { values } = parseArgs({ args, strict: false, options: { package: { type: 'string', short: 'p' } } });
  const artifacts = await packagedArtifacts(typeof values.package === 'string' ? values.package : PACKAGE_FOLDER);
  const sizes = await Promise.all(artifacts.map(artifactSize));
  process.stdout.write(sizeTable(sizes));
  const broken = brokenLimits(sizes);
  for (const line of broken) process.stderr.write(`${line}\n`);
  return broken.length > 0 ? 1 : 0;
}

if (require.main === module) runScript(main(process.argv.slice(2)));
