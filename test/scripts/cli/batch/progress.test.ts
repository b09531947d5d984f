import { PassThrough } from 'node:stream';
import { showProgress } from '../../../../scripts/cli/batch/progress';

/** A stream, and what was written to it. */
function screen(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = new PassThrough();
  // of a terminal, as cli-progress asks for it
  Object.assign(stream, { isTTY, columns: 100, cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '') };
}

test('no terminal: plain lines, the last of which is the end', () => {
  const { stream, text } = screen(false);
  const progress = showProgress(stream, 3);
  progress.step(1);
  progress.step(2);
  progress.end();
  const shown = text();
  expect(shown.trimEnd().split('\n').at(-1)).toMatch(/^3\/3 {2}100 % {2}[\d.]+\/s$/);
  expect(shown.split('\n').length).toBeLessThan(5);
  expect(shown).not.toContain('\x1b');
});

test('the time left is told when there is some to tell', async () => {
  const { stream, text } = screen(true);
  const progress = showProgress(stream, 3);
  expect(text()).not.toContain('left');
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 600));
    progress.step(1);
  }
  progress.end();
  expect(text()).toMatch(/2\/3 {2}66 % {2}[\d.]+\/s {2}\d+s left/);
});

test('a terminal: a bar', () => {
  const { stream, text } = screen(true);
  const progress = showProgress(stream, 2);
  progress.step(1);
  progress.end();
  expect(text()).toMatch(/={15}-{15} {2}1\/2 {2}50 % {2}[\d.]+\/s/);
});
