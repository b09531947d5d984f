import { interruption } from '../../../scripts/command/interruption';

const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
beforeEach(() => exit.mockClear());

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s: what was begun may be finished, then %d', (signal, code) => {
  const interrupted = interruption();
  expect(interrupted.signal.aborted).toBe(false);
  process.emit(signal, signal);
  expect([interrupted.signal.aborted, interrupted.exitCode()]).toEqual([true, code]);
  expect(exit).not.toHaveBeenCalled();
  interrupted.end();
  expect(process.listenerCount(signal)).toBe(0);
});

test('a second wish ends the process, but not a second word of a closing terminal', () => {
  const interrupted = interruption();
  process.emit('SIGTERM', 'SIGTERM');
  process.emit('SIGHUP', 'SIGHUP');
  expect([exit.mock.calls, interrupted.exitCode()]).toEqual([[], 143]);
  process.emit('SIGINT', 'SIGINT');
  expect(exit.mock.calls).toEqual([[130]]);
  interrupted.end();
});
