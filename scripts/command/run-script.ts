/** Sets the process's exit code to what a script comes to; where it throws, its message is shown and the code is 1. */
export function runScript(script: Promise<number>): void {
  script.then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
