// AssemblyScript: compiled by `npm run build:kernels`. The inner loop of decoding, run hundreds of times a picture: warm JavaScript takes 1.4 to 3.3 times as long.

/** Natural logarithm. */
declare function log(x: f64): f64;

const IMPOSSIBLE: f64 = -1e30;

/**
 * CTC forward algorithm, in plain probabilities, scaled to sum 1 at each step (Rabiner 1989). A blank and the character after it are one step of SIMD.
 *
 * probs: f32 [steps, classes], class 0 the blank
 * labels: u8 [n]: blank, c1, blank, c2 … blank
 * room: f64 [n + 2], to work with
 * negligible: of all alignments so far, those that are this much less likely than the rest together are given up
 */
export function textLogProbability(probs: usize, steps: i32, classes: i32, labels: usize, n: i32, room: usize, negligible: f64): f64 {
  memory.fill(room, 0, <usize>(n + 2) << 3);
  // a zero before the first state, and one behind the last, of no character
  const states = room + 8;
  const ends = n >> 1;
  let sumOfLogs: f64 = 0;
  // only the states from first to last are of any probability; before the first step, the one before the text
  let first = 0;
  let last = 0;
  for (let t = 0; t < steps; t++) {
    const row = probs + (<usize>(t * classes) << 2);
    const blank = f64x2.splat(<f64>load<f32>(row));
    let totals = f64x2.splat(0);
    last = min(n - 1, t == 0 ? 1 : last + 2);
    // from the last on, so that those before a state are still of the step before
    for (let i = last >> 1; i >= first >> 1; i--) {
      const state = states + (<usize>i << 4);
      const label = labels + (<usize>i << 1) + 1;
      let sum = f64x2.splat(1);
      if (t > 0) {
        sum = f64x2.add(v128.load(state), v128.load(state - 8));
        if (i > 0 && i < ends && load<u8>(label) != load<u8>(label - 2)) sum = f64x2.add(sum, v128.load64_lane(state - 8, f64x2.splat(0), 1));
      }
      const seen = i < ends ? <f64>load<f32>(row + (<usize>load<u8>(label) << 2)) : 0;
      sum = f64x2.mul(sum, f64x2.replace_lane(blank, 1, seen));
      v128.store(state, sum);
      totals = f64x2.add(totals, sum);
    }
    const total = f64x2.extract_lane(totals, 0) + f64x2.extract_lane(totals, 1);
    if (total == 0) return IMPOSSIBLE;
    const scale = f64x2.splat(1 / total);
    for (let i = first >> 1; i <= last >> 1; i++) {
      const state = states + (<usize>i << 4);
      v128.store(state, f64x2.mul(v128.load(state), scale));
    }
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

/**
 * Logarithms of all of a strip's probabilities.
 *
 * probs: f32 [count]
 * logs: f64 [count]
 */
export function logarithms(probs: usize, count: i32, logs: usize): void {
  for (let i = 0; i < count; i++) store<f64>(logs + (<usize>i << 3), log(<f64>load<f32>(probs + (<usize>i << 2))));
}

/**
 * The likeliest alignment of a text (Viterbi): for each of its characters, the sum of its time steps and of the blank ones beside them, each weighted by its probability there,
 * and the sum of these weights.
 *
 * probs, steps, classes, labels, n, logs: as above
 * room: f64 [characters] for the sums, as many for the weights, then to work with: f64 [n] states, u8 [steps, n] by how many states back the likeliest
 *   alignment came
 * returns whether there is one
 */
export function alignment(probs: usize, steps: i32, classes: i32, labels: usize, n: i32, room: usize, logs: usize): bool {
  const characters = n >> 1;
  const weights = room + (<usize>characters << 3);
  const states = weights + (<usize>characters << 3);
  const back = states + (<usize>n << 3);
  memory.fill(room, 0, <usize>characters << 4);
  for (let s = 0; s < n; s++) store<f64>(states + (<usize>s << 3), s > 1 ? IMPOSSIBLE : load<f64>(logs + (<usize>load<u8>(labels + s) << 3)));
  for (let t = 1; t < steps; t++) {
    // from the last on, so that those before a state are still of the step before
    for (let s = n - 1; s >= 0; s--) {
      const label = load<u8>(labels + s);
      const state = states + (<usize>s << 3);
      let best = load<f64>(state);
      let by: u8 = 0;
      if (s > 0 && load<f64>(state - 8) > best) {
        best = load<f64>(state - 8);
        by = 1;
      }
      if (s > 1 && label != 0 && label != load<u8>(labels + s - 2) && load<f64>(state - 16) > best) {
        best = load<f64>(state - 16);
        by = 2;
      }
      store<u8>(back + t * n + s, by);
      store<f64>(state, best + load<f64>(logs + (<usize>(t * classes + label) << 3)));
    }
  }
  const last = states + (<usize>(n - 1) << 3);
  let s = n > 1 && load<f64>(last - 8) > load<f64>(last) ? n - 2 : n - 1;
  if (load<f64>(states + (<usize>s << 3)) <= IMPOSSIBLE) return false;
  // the state one step later
  let next = s;
  for (let t = steps - 1; t >= 0; t--) {
    if (s & 1) {
      weigh(probs, t, classes, labels, s, room, weights);
      if (next == s + 1) weigh(probs, t + 1, classes, labels, s, room, weights);
    } else if (next == s + 1) weigh(probs, t, classes, labels, next, room, weights);
    next = s;
    if (t > 0) s -= load<u8>(back + t * n + s);
  }
  return true;
}

/** Adds a time step to the sums of the character of a state. */
function weigh(probs: usize, t: i32, classes: i32, labels: usize, s: i32, room: usize, weights: usize): void {
  const character = <usize>(s >> 1) << 3;
  const p = <f64>load<f32>(probs + (<usize>(t * classes + load<u8>(labels + s)) << 2));
  store<f64>(room + character, load<f64>(room + character) + p * <f64>t);
  store<f64>(weights + character, load<f64>(weights + character) + p);
}
