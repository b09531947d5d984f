// AssemblyScript: compiled by `npm run build:kernels`. The inner loop of decoding, run hundreds of times a picture: warm JavaScript takes 1.4 to 3.3 times as long.

/** Natural logarithm. */
declare function log(x: f64): f64;

const IMPOSSIBLE: f64 = -1e30;

/**
 * CTC forward algorithm, in plain probabilities, scaled to sum 1 at each step (Rabiner 1989).
 *
 * probs: f32 [steps, classes], class 0 the blank
 * labels: u8 [n]: blank, c1, blank, c2 … blank
 * states: f64 [n], to work with
 * negligible: of all alignments so far, those that are this much less likely than the rest together are given up
 */
export function textLogProbability(probs: usize, steps: i32, classes: i32, labels: usize, n: i32, states: usize, negligible: f64): f64 {
  memory.fill(states, 0, <usize>n << 3);
  let sumOfLogs: f64 = 0;
  // only the states from first to last are of any probability; before the first step, the one before the text
  let first = 0;
  let last = 0;
  for (let t = 0; t < steps; t++) {
    last = min(n - 1, t == 0 ? 1 : last + 2);
    let total: f64 = 0;
    // from the last on, so that those before a state are still of the step before
    for (let s = last; s >= first; s--) {
      const label = load<u8>(labels + s);
      const state = states + (<usize>s << 3);
      let sum: f64 = t == 0 ? 1 : load<f64>(state);
      if (t > 0 && s > first) {
        sum += load<f64>(state - 8);
        if (s > first + 1 && label != 0 && label != load<u8>(labels + s - 2)) sum += load<f64>(state - 16);
      }
      sum *= <f64>load<f32>(probs + (<usize>(t * classes + label) << 2));
      store<f64>(state, sum);
      total += sum;
    }
    if (total == 0) return IMPOSSIBLE;
    const scale = 1 / total;
    for (let s = first; s <= last; s++) store<f64>(states + (<usize>s << 3), load<f64>(states + (<usize>s << 3)) * scale);
    sumOfLogs += log(total);
    while (first < last && load<f64>(states + (<usize>first << 3)) < negligible) {
      store<f64>(states + (<usize>first << 3), 0);
      first++;
    }
    while (last > first && load<f64>(states + (<usize>last << 3)) < negligible) {
      store<f64>(states + (<usize>last << 3), 0);
      last--;
    }
  }
  let reached = load<f64>(states + (<usize>(n - 1) << 3));
  if (n > 1) reached += load<f64>(states + (<usize>(n - 2) << 3));
  return reached > 0 ? sumOfLogs + log(reached) : IMPOSSIBLE;
}
