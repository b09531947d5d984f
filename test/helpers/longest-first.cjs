const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest: one of them begun last would keep one core waiting. Jest knows times only where it has run before. */
const LONGEST = ['deploy', 'train', 'page', 'torture', 'batch-command', 'batch-job', 'package', 'camera', 'npm-package', 'container'].map(
  (name) => require.resolve(`../e2e/${name}.test.ts`),
);
const rank = ({ path }) => (LONGEST.includes(path) ? LONGEST.indexOf(path) : LONGEST.length);

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
