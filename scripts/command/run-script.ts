/** Sets the process's exit code to the result of a script. If the script throws, prints its message and sets 1. */
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
