import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { CardOcrError } from '../errors';
import type { Tensor } from '../tensor';
import { type ModelConfigs, type ModelName, manifest, readAsset } from './manifest';
import type { Model } from './model';

/** Called after each run of a network, with the milliseconds it took. */
export type RunListener = (name: ModelName, ms: number) => void;

/**
 * Loads a network of the manifest into onnxruntime, to run on one thread.
 *
 * @throws {Error} as `readAsset`
 */
export async function loadOnnxModel<Name extends ModelName>(
  name: Name,
  directory?: string,
  onRun?: RunListener,
): Promise<Model<ModelConfigs[Name]>> {
  const config: ModelConfigs[Name] = manifest[name];
  const { input, output } = config;
  const session = await InferenceSession.create(await readAsset(name, directory), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    // pictures differ in size: memory that an arena keeps after one does not fit the next
    enableCpuMemArena: false,
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
  });
  return {
    config,
    async run({ data, shape }: Tensor): Promise<Tensor> {
      const start = performance.now();
      try {
        const results = await session.run({ [input.name]: new OrtTensor('float32', data, shape) });
        const tensor = results[output.name];
        return { data: tensor?.data as Float32Array, shape: tensor?.dims ?? [] };
      } catch (cause) {
        throw new CardOcrError('INFERENCE_FAILED', cause);
      } finally {
        onRun?.(name, performance.now() - start);
      }
    },
  };
}
