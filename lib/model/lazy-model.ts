import type { Model } from './model';

/**
 * A network that is loaded when it is first run: for one that most pictures need not.
 *
 * @param load - called once; again after it failed
 */
export function lazyModel(load: () => Promise<Model>): Model {
  let model: Promise<Model> | null = null;
  return {
    async run(input) {
      model ??= load();
      const loaded = await model.catch((error: unknown) => {
        model = null;
        throw error;
      });
      return loaded.run(input);
    },
  };
}
