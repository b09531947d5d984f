// Runs in a browser, before the page's own scripts: its camera shows a film made of one picture. `film` is there: see camera-film.ts.

const WIDTH = 1280;
const HEIGHT = 720;
const FRAME_MS = 40;
/** How a kind of frame is drawn. */
const KINDS = {
  good: {},
  soft: { filter: 'blur(2.6px)' },
  blurred: { filter: 'blur(5px)' },
  dark: { filter: 'brightness(0.08)' },
  tilted: { transform: [0.7, 0.16, -0.25, 0.45, 360, 110] },
  glare: { glareAt: (ms) => 0.5 + 0.38 * Math.sin(ms / 700) },
  covered: { glareAt: () => 0.42 },
  moving: { speed: 900 },
  gone: { isGone: true },
};

const base64Bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** The scene with what is done to it, but for what moves. */
function still(picture, { filter = 'none', transform = [1, 0, 0, 1, 0, 0], isGone }) {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  context.fillStyle = '#6a6a66';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  if (isGone) return canvas;
  const scale = Math.min(0.97 * WIDTH, (0.97 * HEIGHT * picture.width) / picture.height) / picture.width;
  const [width, height] = [scale * picture.width, scale * picture.height];
  context.filter = filter;
  context.setTransform(...transform);
  context.drawImage(picture, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
  return canvas;
}

/** A lamp's reflection on the number, so far from the left as a share of the width. */
function drawGlare(context, across) {
  const x = WIDTH * across;
  const y = HEIGHT * 0.58;
  const light = context.createRadialGradient(x, y, 60, x, y, 90);
  light.addColorStop(0, '#fff');
  light.addColorStop(1, 'rgb(255 255 255 / 0%)');
  context.fillStyle = light;
  context.fillRect(0, 0, WIDTH, HEIGHT);
}

/** A hand's tremor, in pixels; or a card that is moved. */
function offsetAt(ms, speed) {
  const away = speed === undefined ? 0 : speed * 0.2 * Math.sin(ms / 200);
  return [2 * Math.sin(ms / 170) + Math.sin(ms / 61) + away, 2 * Math.cos(ms / 210) + 0.5 * away];
}

async function filmStream({ pictures, phases }) {
  const bitmaps = await Promise.all(pictures.map((picture) => createImageBitmap(new Blob([base64Bytes(picture)]))));
  const scenes = new Map(phases.map((phase) => [phase, still(bitmaps[phase.picture ?? 0], KINDS[phase.kind])]));
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  const start = performance.now();
  const draw = () => {
    const ms = performance.now() - start;
    const phase = phaseAt(phases, ms);
    const { speed, glareAt } = KINDS[phase.kind];
    context.drawImage(scenes.get(phase), ...offsetAt(ms, speed));
    if (glareAt) drawGlare(context, glareAt(ms));
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  const stream = canvas.captureStream();
  const [track] = stream.getVideoTracks();
  const { stop } = track;
  track.stop = () => {
    clearInterval(timer);
    film.letGo = performance.now();
    stop.call(track);
  };
  film.started = start;
  return stream;
}

/** Of phases one after the other, the last without end. */
function phaseAt(phases, ms) {
  let end = 0;
  const present = phases.find((phase) => {
    end += phase.ms;
    return end > ms;
  });
  return present ?? phases.at(-1);
}

navigator.mediaDevices.getUserMedia = () => filmStream(film);
