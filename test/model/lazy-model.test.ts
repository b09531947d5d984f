import { lazyModel } from '../../lib/model/lazy-model';
import { manifest } from '../../lib/model/manifest';
import type { Model } from '../../lib/model/model';

const INPUT = { data: new Float32Array(1), shape: [1] };
const CONFIG = manifest['second-digit-recognition'];
const echo: Model = { config: CONFIG, run: async (input) => input };

test('loaded once, when it is first run', async () => {
  let loads = 0;
  const model = lazyModel(CONFIG, async () => {
    loads++;
    return echo;
  });
  expect(loads).toBe(0);
  expect(await Promise.all([model.run(INPUT), model.run(INPUT)])).toEqual([INPUT, INPUT]);
  await model.run(INPUT);
  expect(loads).toBe(1);
});

test('what cannot be loaded is tried again', async () => {
  let loads = 0;
  const model = lazyModel(CONFIG, async () => {
    if (loads++ === 0) throw new Error('no such file');
    return echo;
  });
  await expect(model.run(INPUT)).rejects.toThrow('no such file');
  expect(await model.run(INPUT)).toBe(INPUT);
});

test('a run that fails does not load it again', async () => {
  let loads = 0;
  const model = lazyModel(CONFIG, async () => {
    loads++;
    return {
      config: CONFIG,
      run: async () => {
        throw new Error('of no use');
      },
    };
  });
  await expect(model.run(INPUT)).rejects.toThrow('of no use');
  await expect(model.run(INPUT)).rejects.toThrow('of no use');
  expect(loads).toBe(1);
});

test('what the manifest says of it is known before it is loaded', () => {
  const unloadable = lazyModel(CONFIG, () => Promise.reject(new Error('not to be loaded')));
  expect(unloadable.config).toBe(CONFIG);
});
