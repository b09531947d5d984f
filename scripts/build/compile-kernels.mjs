// Compiles kernels, all in one process, for the compiler takes longer to begin than to compile. Arguments: its options, as JSON; then each source and the file of its module.
import asc from 'assemblyscript/asc';

const [options, ...files] = process.argv.slice(2);
for (let i = 0; i < files.length; i += 2) {
  const { error, stderr } = await asc.main([files[i], ...JSON.parse(options), '--outFile', files[i + 1]]);
  if (error) throw new Error(`${stderr}`, { cause: error });
}
