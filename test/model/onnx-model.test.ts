import { InferenceSession } from 'onnxruntime-node';
import { loadOnnxModel } from '../../lib/model/onnx-model';

jest.mock('onnxruntime-node', () => ({ InferenceSession: { create: jest.fn() }, Tensor: jest.fn() }));
const create = jest.mocked(InferenceSession.create as (bytes: Uint8Array, options: InferenceSession.SessionOptions) => Promise<unknown>);

const INPUT = { data: new Float32Array(4), shape: [1, 1, 2, 2] };

test('a network runs on one thread, and each run is told of', async () => {
  const onRun = jest.fn();
  create.mockResolvedValue({ run: async () => ({}) });
  const model = await loadOnnxModel('digit-recognition', undefined, onRun);
  expect(create.mock.calls[0]?.[1]).toMatchObject({ intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });
  // without the output that the manifest names
  expect(await model.run(INPUT)).toEqual({ data: undefined, shape: [] });
  expect(onRun.mock.calls).toEqual([['digit-recognition', expect.any(Number)]]);
});

test('one that fails is 464, and told of, too', async () => {
  const onRun = jest.fn();
  create.mockResolvedValue({ run: () => Promise.reject(new Error('no memory')) });
  const model = await loadOnnxModel('digit-recognition', undefined, onRun);
  await expect(model.run(INPUT)).rejects.toMatchObject({ code: 'INFERENCE_FAILED' });
  expect(onRun).toHaveBeenCalledTimes(1);
});
