const { default: TestRunner } = require('jest-runner');

/** Runs test files one after the other, while those of other runners rest. */
module.exports = class Alone extends TestRunner {
  isSerial = true;
};
