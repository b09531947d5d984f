import { Format, SingleBar } from 'cli-progress';

/** Shows how far a batch is: by a bar on a terminal, elsewhere by a line now and then. */
export interface Progress {
  /** Counts pictures that are done. */
  step(count: number): void;
  /** Shows the last state, and leaves it there. */
  end(): void;
}

const PLAIN_EVERY_MS = 10_000;
/** How many of the last steps the time left is estimated by. */
const ETA_BUFFER = 50;
const STATE = '{value}/{total}  {percentage} %  {rate}/s{eta_formatted}';

/** @param total - how many pictures there are to read */
export function showProgress(stream: NodeJS.WriteStream, total: number): Progress {
  const bar = new SingleBar({
    stream,
    format: stream.isTTY ? `{bar}  ${STATE}` : STATE,
    barsize: 30,
    noTTYOutput: true,
    notTTYSchedule: PLAIN_EVERY_MS,
    etaBuffer: ETA_BUFFER,
    // at the beginning and at the end no time left is known
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
