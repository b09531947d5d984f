// Preloaded (`node --require`) into a service under test: makes inference fail as the file named by FAULT_FILE says, read at each run.
//   throw: the runtime throws · shape: the network answers in another shape
const { readFileSync } = require('node:fs');
const Module = require('node:module');

const { FAULT_FILE } = process.env;
const faults = {
  throw: () => {
    throw new Error('no memory for 4242424242424242');
  },
  shape: (outputs) => Object.fromEntries(Object.keys(outputs).map((name) => [name, { data: new Float32Array(3), dims: [3] }])),
};

const load = Module._load;
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  if (FAULT_FILE && request === 'onnxruntime-node') {
    const { create } = loaded.InferenceSession;
    if (!create.isFaulty) {
      loaded.InferenceSession.create = async (...args) => {
        const session = await create(...args);
        const run = session.run.bind(session);
        session.run = async (...feeds) => {
          const outputs = await run(...feeds);
          const fault = faults[readFileSync(FAULT_FILE, 'utf8')];
          return fault ? fault(outputs) : outputs;
        };
        return session;
      };
      loaded.InferenceSession.create.isFaulty = true;
    }
  }
  return loaded;
};
