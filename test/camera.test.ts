// the file is of a page: its types are those of browsers
const { hasCamera, readCard } = jest.requireActual<{
  hasCamera: () => boolean;
  readCard: (video: object, options?: unknown) => Promise<unknown>;
}>('../lib/camera');

const described = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
afterEach(() => {
  if (described) Object.defineProperty(globalThis, 'navigator', described);
  else Reflect.deleteProperty(globalThis, 'navigator');
});

test.each([
  ['on a server, which has no navigator', undefined, false],
  ['on a page without TLS', {}, false],
  ['on a page that may ask for one', { mediaDevices: { getUserMedia: () => {} } }, true],
])('whether there may be a camera: %s', (_, navigator, expected) => {
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  expect(hasCamera()).toBe(expected);
});

describe('arguments are checked before there is a camera', () => {
  const video = { play: () => {} };
  const url = 'http://x';

  test.each<[unknown, string]>([
    [undefined, 'readCard needs options, the URL of the service among them'],
    [{}, 'CardClient needs the URL of the service'],
    // misspelled, it might be taken for granted
    [{ url, Mask: true }, 'readCard has no option Mask, but url, appCode,'],
    [{ url, mask: 'yes' }, 'mask is true or false'],
    [{ url, signal: new AbortController() }, 'signal is an AbortSignal'],
    [{ url, maxPictures: 9 }, 'maxPictures is a whole number from 1 to 8'],
    [{ url, limitMs: 0 }, 'limitMs is a number of milliseconds'],
    [{ url, stream: {} }, 'stream is a MediaStream'],
    [{ url, onState: 'starting' }, 'onState is a function'],
    [{ url, onFrame: 5 }, 'onFrame is a function'],
  ])('%j', async (options, said) => {
    const reading = readCard(video, options);
    await expect(reading).rejects.toThrow(TypeError);
    await expect(reading).rejects.toThrow(said);
  });

  test('no video element', async () => {
    await expect(readCard({}, { url })).rejects.toThrow('readCard needs a video element');
  });

  test('a stream is stopped all the same', async () => {
    const stop = jest.fn();
    const stream = { getTracks: () => [{ stop }] };
    await expect(readCard(video, { url, stream, Mask: true })).rejects.toThrow('has no option Mask');
    expect(stop).toHaveBeenCalled();
  });
});
