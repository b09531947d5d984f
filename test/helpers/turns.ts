/** Returns how many turns the event loop has taken while something was done: in each of them others have theirs. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work().catch(() => {});
  isDone = true;
  return turns;
}
