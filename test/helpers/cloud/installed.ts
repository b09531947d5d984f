import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { DeployedFunction } from '../../../scripts/measure/benchmark/runtime-api';
import type { Account, Properties, Thing } from './account';

const FUNCTION = 'AWS::Lambda::Function';
const LAYER = 'AWS::Lambda::LayerVersion';

/**
 * Lays a function out as the platform does, out of the archives that were uploaded.
 *
 * @param name - e.g. `bankcard-ocr-prod-card`
 * @param folder - made for it
 */
export async function installed(account: Account, name: string, folder: string): Promise<DeployedFunction> {
  const { Handler, Code, Layers = [], MemorySize, Timeout, Environment } = found(account, FUNCTION, name).properties;
  const [taskRoot, opt] = [path.join(folder, 'task'), path.join(folder, 'opt')];
  await unpack(account, Code, taskRoot);
  for (const version of Layers) await unpack(account, found(account, LAYER, version).properties.Content, opt);
  const variables = Object.entries<string>(Environment?.Variables ?? {});
  return {
    handler: Handler,
    taskRoot,
    opt,
    environment: Object.fromEntries(variables.map(([key, value]) => [key, String(value).replace(/^\/opt(?=\/)/, opt)])),
    memoryMegabytes: Number(MemorySize),
    timeoutSeconds: Number(Timeout),
  };
}

function found(account: Account, type: string, id: string): Thing {
  const thing = account.find(type, id);
  if (!thing) throw new Error(`there is no ${type} ${id}`);
  return thing;
}

async function unpack(account: Account, { S3Bucket, S3Key }: Properties, to: string): Promise<void> {
  const archive = await account.objects.read(S3Bucket, S3Key);
  if (!archive) throw new Error(`${S3Key} is not there`);
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    const target = path.join(to, name);
    await mkdir(path.dirname(target), { recursive: true });
    if (!name.endsWith('/')) await writeFile(target, bytes);
  }
}
