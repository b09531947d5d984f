import type { Tensor } from '../tensor';

/** What models/manifest.json says of a network's input and output: nobody else says it. */
export interface ModelConfig {
  readonly input: {
    readonly name: string;
    /** `[1, 3, height, width]` (NCHW); a name stands for a length that is free */
    readonly shape: readonly (number | string)[];
    /** order and scale of the pixels: value = (byte / 255 − mean) / std per channel, in this order */
    readonly channels: string;
    readonly mean: readonly number[];
    readonly std: readonly number[];
    /** the free lengths are multiples of this, px */
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
    /** px: from the narrowest to the widest in training */
    readonly width: { readonly min: number; readonly max: number };
  };
  readonly output: ModelConfig['output'] & {
    readonly alphabet: string;
    readonly blankIndex: number;
    /** `[1, steps, outputs]`: one more output than classes says whether a number stands there at all */
    readonly shape: readonly (number | string)[];
  };
}

/** A network that draws maps of a picture. */
export interface MapsConfig<Kind extends string = never> extends ModelConfig {
  readonly output: ModelConfig['output'] & {
    /** where each kind begins among the maps, and how many they are */
    readonly maps: Readonly<Record<Kind | 'count', number>>;
  };
}

type LocatorMap = 'card' | 'number' | 'expiry' | 'secret' | 'outline' | 'direction' | 'line';

/** A network that draws maps of where things are: in units of how many px. */
export interface LocatorConfig extends MapsConfig<LocatorMap> {
  readonly output: MapsConfig<LocatorMap>['output'] & {
    readonly units: Readonly<Record<'outline' | 'line' | 'height', number>>;
  };
}

/** A network that sees the words by which cards tell their type, each in a map of its own. */
export type TypeFinderConfig = MapsConfig<'debit' | 'credit'>;

/** A network with one input and one output: the seam at which tests put fake models. */
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
export type TypeFinder = Model<TypeFinderConfig>;
