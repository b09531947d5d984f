import { lazyModel } from './model/lazy-model';
import { type ModelConfigs, type ModelName, manifest, readAsset } from './model/manifest';
import type { Model } from './model/model';
import { loadOnnxModel, type RunListener } from './model/onnx-model';
import { DigitRecognizer } from './recognition/digit-recognizer';
import type { Networks } from './sight';

/** Options of `loadNetworks`. */
export interface NetworkOptions {
  /** flat folder with the model files; default: `MODELS_DIR`, else models/ of this package */
  readonly modelsDirectory?: string | undefined;
  /** called after each run of a network, with the milliseconds it took: for measuring */
  readonly onRun?: RunListener | undefined;
  /** called for each network once it is loaded: networks that not every picture needs are loaded at their first use */
  readonly onLoad?: ((name: ModelName) => void) | undefined;
}

/**
 * Loads the networks: the locator and the fast reader at once, the others at their first use.
 *
 * @throws {Error} when the file of any of them is missing or differs from models/manifest.json
 */
export async function loadNetworks({ modelsDirectory, onRun, onLoad }: NetworkOptions = {}): Promise<Networks> {
  const load = async <Name extends ModelName>(name: Name): Promise<Model<ModelConfigs[Name]>> => {
    const model = await loadOnnxModel(name, modelsDirectory, onRun);
    onLoad?.(name);
    return model;
  };
  /** one that not every picture needs: its file is checked all the same, for a broken one would be found only in the middle of a reading */
  const loadLater = async <Name extends ModelName>(name: Name): Promise<Model<ModelConfigs[Name]>> => {
    await readAsset(name, modelsDirectory);
    return lazyModel(manifest[name], () => load(name));
  };
  const [locator, fast, second, dateLocator, wordFinder] = await Promise.all([
    load('card-location'),
    load('digit-recognition'),
    loadLater('second-digit-recognition'),
    loadLater('date-location'),
    loadLater('word-finding'),
  ]);
  return { locator, dateLocator, fast: new DigitRecognizer(fast), second: new DigitRecognizer(second), wordFinder };
}
