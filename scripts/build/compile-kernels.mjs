// Compiles all kernels in one process, as the compiler takes longer to start than to compile.
// Arguments: the compiler's options as JSON; then, for each kernel, its source and the file to write its module to.
import asc from 'assemblyscript/asc';

const [options, ...files] = process.argv.slice(2);
for (let i = 0; i < files.length; i += 2) {
  const { error, stderr } = await asc.main([files[i], ...JSON.parse(options), '--outFile', files[i + 1]]);
  if (error) throw new Error(`${stderr}`, { cause: error });
}
