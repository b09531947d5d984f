import type { Tensor } from '../tensor';

/** A network with one input and one output: the seam at which tests put fake models. */
export interface Model {
  /**
   * @param input - as the manifest's `input` says
   * @returns as the manifest's `output` says
   * @throws {CardOcrError} `INFERENCE_FAILED` when the runtime throws
   */
  run(input: Tensor): Promise<Tensor>;
}
