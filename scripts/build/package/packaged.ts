import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { ArtifactSize } from './sizes';

/** An archive that is uploaded. */
export interface Artifact {
  /** the layer's name in resources/layers.yml; for the code that all functions share, the name of the service */
  readonly name: string;
  readonly file: string;
}

/** A statement of a role's policy. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** The fields of a function, a layer, a stage or a role in a CloudFormation template that are read; of other resources none are. */
interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: {
    readonly Handler?: string;
    readonly MemorySize?: number;
    readonly Timeout?: number;
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
    readonly Layers?: readonly { readonly Ref: string }[];
    /** only of a stage */
    readonly MethodSettings?: readonly object[];
    /** only of a function */
    readonly Role?: object;
    /** only of a role */
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
    readonly ManagedPolicyArns?: readonly unknown[];
    /** a function's archive */
    readonly Code?: { readonly S3Key: string };
    /** a layer's archive */
    readonly Content?: { readonly S3Key: string };
  };
}

const TEMPLATE = 'cloudformation-template-update-stack.json';

/** The resources that `serverless package` described in a folder, by name. */
export const packagedResources = async (folder: string): Promise<Readonly<Record<string, TemplateResource>>> =>
  JSON.parse(await readFile(path.join(folder, TEMPLATE), 'utf8')).Resources;

/** Where the archive of a function or a layer lies in the folder. */
export const archiveOf = ({ Properties: { Code, Content } }: TemplateResource, folder: string): string =>
  path.join(folder, path.posix.basename((Code ?? Content)?.S3Key ?? ''));

/**
 * Returns the archives that are uploaded, the functions' archive first.
 *
 * @throws {Error} when the functions do not share one archive
 */
export async function packagedArtifacts(folder: string): Promise<Artifact[]> {
  const resources = Object.values(await packagedResources(folder));
  const archives = (type: string): string[] => resources.filter(({ Type }) => Type === type).map((resource) => archiveOf(resource, folder));
  const [code, ...more] = new Set(archives('AWS::Lambda::Function'));
  if (!code || more.length > 0) throw new Error(`the functions have ${more.length + 1} archives: ${[code, ...more].join(', ')}`);
  return [code, ...archives('AWS::Lambda::LayerVersion')].map((file) => ({ name: path.parse(file).name, file }));
}

export async function artifactSize({ name, file }: Artifact): Promise<ArtifactSize> {
  const archive = await readFile(file);
  let unzippedBytes = 0;
  unzipSync(archive, {
    filter: ({ originalSize }) => {
      unzippedBytes += originalSize;
      return false;
    },
  });
  return { name, unzippedBytes, zippedBytes: archive.length };
}
