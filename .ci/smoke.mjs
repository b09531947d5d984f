// The main job, as a new user does it: `npm run offline`, a picture in each form of request, the right number in each answer, an error, the end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const PORT = 3456;
const URL = `http://127.0.0.1:${PORT}`;
const START_MS = 60_000;
const picture = readFileSync('test/fixtures/embossed-16.jpg');
const { panGrouped } = JSON.parse(readFileSync('test/fixtures/embossed-16.expected.json', 'utf8'));
const image = picture.toString('base64');
const typed = (dataValue) => ({ dataType: 50, dataValue });
const multipart = new FormData();
multipart.append('image', new Blob([picture]), 'card.jpg');

const requests = [
  ['new form', '/bankcard', JSON.stringify({ image }), 'application/json'],
  ['old form', '/rest/160601/ocr/ocr_bank_card.json', JSON.stringify({ inputs: [{ image: typed(image) }] }), 'application/json'],
  ['form body', '/bankcard', new URLSearchParams({ image })],
  ['rich, JSON', '/v1/cards', JSON.stringify({ image }), 'application/json'],
  ['rich, raw', '/v1/cards', picture, 'application/octet-stream'],
  ['rich, multipart', '/v1/cards', multipart],
];

const server = spawn('npm', ['run', '-s', 'offline', '--', '--httpPort', `${PORT}`], {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
const ended = once(server, 'exit');
let failed = 0;
const check = (name, isRight) => {
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}`);
  if (!isRight) failed++;
};

try {
  await answering();
  for (const [name, path, body, type] of requests) {
    const answer = await fetch(URL + path, { method: 'POST', body, headers: type ? { 'Content-Type': type } : {} });
    check(name, answer.status === 200 && (await answer.text()).includes(panGrouped));
  }
  const refused = await fetch(`${URL}/bankcard`, { method: 'POST', body: 'no JSON' });
  check('460', refused.status === 460 && (await refused.text()) === 'Invalid Input - failed to parse json');
} finally {
  process.kill(-server.pid, 'SIGINT');
  await ended;
}
process.exitCode = failed === 0 ? 0 : 1;

async function answering() {
  for (const end = Date.now() + START_MS; Date.now() < end && server.exitCode === null; ) {
    if (await fetch(URL).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('npm run offline does not answer');
}
