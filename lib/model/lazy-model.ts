import type { Model, ModelConfig } from './model';

/**
 * Makes a network that is loaded when it is first run: for one that most pictures do not need.
 *
 * @param load - called once, and again only after it failed
 */
export function lazyModel<Config extends ModelConfig>(config: Config, load: () => Promise<Model>): Model<Config> {
  let model: Promise<Model> | null = null;
  return {
    config,
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
