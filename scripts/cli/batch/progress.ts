import { Format, SingleBar } from 'cli-progress';

/** How far a batch is: a bar on a terminal, elsewhere a line now and then. */
export interface Progress {
  /** so many more are done */
  step(count: number): void;
  /** the last state is shown, and stays */
  end(): void;
}

const PLAIN_EVERY_MS = 10_000;
/** The time left is told from so many of the last ones. */
const ETA_BUFFER = 50;
const STATE = '{value}/{total}  {percentage} %  {rate}/s{eta_formatted}';

/** @param total - how many there are to do */
export function showProgress(stream: NodeJS.WriteStream, total: number): Progress {
  const bar = new SingleBar({
    stream,
    format: stream.isTTY ? `{bar}  ${STATE}` : STATE,
    barsize: 30,
    noTTYOutput: true,
    notTTYSchedule: PLAIN_EVERY_MS,
    etaBuffer: ETA_BUFFER,
    // at the beginning and at the end there is none
    formatTime: (seconds, options, step) =>
      seconds > 0 && seconds < Number.POSITIVE_INFINITY ? `  ${Format.TimeFormat(seconds, options, step)} left` : '',
  });
  const start = performance.now();
  let done = 0;
  bar.start(total, 0, { rate: '–' });
  return {
    step: (count) => {
      done += count;
      bar.update(done, { rate: ((1000 * done) / (performance.now() - start)).toFixed(1) });
    },
    end: () => bar.stop(),
  };
}
