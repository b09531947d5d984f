import type { Tensor } from '../tensor';

/** The description of a network's input and output in models/manifest.json, its only source. */
export interface ModelConfig {
  readonly input: {
    readonly name: string;
    /** `[1, 3, height, width]` (NCHW); a name stands for a length that may vary */
    readonly shape: readonly (number | string)[];
    /** order and scale of the pixels: value = (byte / 255 − mean) / std per channel, in this order */
    readonly channels: string;
    readonly mean: readonly number[];
    readonly std: readonly number[];
    /** lengths that may vary are multiples of this, px */
    readonly multiple: number;
  };
  readonly output: {
    readonly name: string;
    /** px of the input per pixel of a map, or per time step */
    readonly stride: number;
  };
}

/** A reader of digits in strips by CTC: one step's classes are the blank and the characters of the alphabet, in its order. */
export interface DigitConfig extends ModelConfig {
  readonly input: ModelConfig['input'] & {
    /** the narrowest and the widest strip in training, px */
    readonly width: { readonly min: number; readonly max: number };
  };
  readonly output: ModelConfig['output'] & {
    readonly alphabet: string;
    readonly blankIndex: number;
    /** `[1, steps, outputs]`: if there is one more output than classes, it says whether a number stands there at all */
    readonly shape: readonly (number | string)[];
  };
}

/** A network that draws maps of a picture. */
export interface MapsConfig<Kind extends string = never> extends ModelConfig {
  readonly output: ModelConfig['output'] & {
    /** the index of the first map of each kind, and the number of all maps */
    readonly maps: Readonly<Record<Kind | 'count', number>>;
  };
}

type LocatorMap = 'card' | 'number' | 'expiry' | 'secret' | 'outline' | 'direction' | 'line';

/** A network that draws maps of where things are. */
export interface LocatorConfig extends MapsConfig<LocatorMap> {
  readonly output: MapsConfig<LocatorMap>['output'] & {
    /** the unit of the values in a map, px */
    readonly units: Readonly<Record<'outline' | 'line' | 'height', number>>;
  };
}

/** A network that finds the words by which cards show their type, and what their dates are, each in a map of its own. */
export type WordFinderConfig = MapsConfig<'debit' | 'credit' | 'until' | 'since'>;

/** A network with one input and one output. Tests put made-up ones in its place. */
export interface Model<Config extends ModelConfig = ModelConfig> {
  readonly config: Config;
  /**
   * @param input - as the manifest's `input` says
   * @returns as the manifest's `output` says
   * @throws {CardOcrError} `INFERENCE_FAILED` when the runtime throws
   */
  run(input: Tensor): Promise<Tensor>;
}

export type Locator = Model<LocatorConfig>;
export type WordFinder = Model<WordFinderConfig>;
