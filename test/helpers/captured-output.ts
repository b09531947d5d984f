/** What a test writes to standard output, which is kept instead of written. */
export interface CapturedOutput {
  text(): string;
  /** each line parsed as JSON */
  records(): Record<string, unknown>[];
}

/** Captures standard output for each test of a file (or `describe`). */
export function captureOutput(): CapturedOutput {
  let text = '';
  beforeEach(() => {
    text = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      text += chunk;
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return {
    text: () => text,
    records: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
}
