/** How often the event loop goes round while something is done, so that others have their turn. */
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
