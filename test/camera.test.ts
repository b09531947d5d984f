// the file is of a page: its types are those of browsers
const { hasCamera } = jest.requireActual<{ hasCamera: () => boolean }>('../lib/camera');

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
