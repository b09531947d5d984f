import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What an image would hold, in a folder that stands for its root. */
export interface Stage {
  readonly root: string;
  /** the folder in the image */
  workingFolder: string;
  readonly environment: Record<string, string>;
  user: string;
  entryPoint: string[];
  command: string[];
  /** empty: none */
  healthCheck: string[];
}

/** Working folder in which base images start. All else of theirs is this machine's: a shell, Node.js, npm. */
const STARTS_IN = '/';

/**
 * Takes the steps of a Dockerfile, with folders in place of images: copies files and runs commands as it says.
 *
 * @param context - the folder that is sent to the build, less what its .dockerignore names
 * @param folder - the folder that is filled, with a folder for each stage, by name
 * @param wanted - names of the stages that are made; others are left out
 * @param instead - commands that are run in place of some of the file's own
 * @throws {Error} when a command fails, with what it wrote; or at an instruction that is not known here
 */
export async function layDown(
  context: string,
  folder: string,
  wanted: readonly string[],
  instead: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, Stage>> {
  const ignored = new Set((await readFile(path.join(context, '.dockerignore'), 'utf8')).split('\n').filter(Boolean));
  const stages = new Map<string, Stage>();
  let stage: Stage | null = null;
  const inside = (file: string): string => path.join(stage!.root, path.posix.resolve(stage!.workingFolder, file));

  const copy = async (args: readonly string[]): Promise<void> => {
    const [, from] = /^--from=(.+)$/.exec(args[0] ?? '') ?? [];
    const [source = '', target = ''] = args.filter((arg) => !arg.startsWith('--'));
    const files = from ? await matching(path.join(stages.get(from)!.root, source)) : [path.join(context, source)];
    if (files.length !== 1) throw new Error(`COPY ${source}: ${files.length} files`);
    const isWanted = (file: string): boolean => from !== undefined || !ignored.has(path.relative(context, file));
    await cp(files[0]!, inside(target), { recursive: true, filter: isWanted });
  };

  const instructions: Readonly<Record<string, (argument: string) => void | Promise<void>>> = {
    FROM: async (argument) => {
      const [, name = ''] = / AS (\S+)$/.exec(argument) ?? [];
      stage = null;
      if (!wanted.includes(name)) return;
      stage = {
        root: path.join(folder, name),
        workingFolder: STARTS_IN,
        environment: {},
        user: 'root',
        entryPoint: [],
        command: [],
        healthCheck: [],
      };
      stages.set(name, stage);
      await mkdir(stage.root, { recursive: true });
    },
    WORKDIR: async (argument) => {
      stage!.workingFolder = argument;
      await mkdir(inside('.'), { recursive: true });
    },
    COPY: (argument) => copy(argument.split(/\s+/)),
    RUN: (argument) => run(instead[argument] ?? argument, inside('.'), stage!.environment),
    ENV: (argument) => {
      for (const pair of argument.split(' ')) {
        const end = pair.indexOf('=');
        stage!.environment[pair.slice(0, end)] = pair.slice(end + 1);
      }
    },
    USER: (argument) => {
      stage!.user = argument;
    },
    EXPOSE: () => {},
    HEALTHCHECK: (argument) => {
      stage!.healthCheck = JSON.parse(argument.slice(argument.indexOf(' CMD ') + ' CMD '.length));
    },
    ENTRYPOINT: (argument) => {
      stage!.entryPoint = JSON.parse(argument);
    },
    CMD: (argument) => {
      stage!.command = JSON.parse(argument);
    },
  };

  const lines = (await readFile(path.join(context, 'Dockerfile'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const [, name = '', argument = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    const instruction = instructions[name];
    if (!instruction) throw new Error(`not known here: ${line}`);
    if (stage || name === 'FROM') await instruction(argument);
  }
  return stages;
}

/** Returns the files that a path with a `*` in its last part stands for. */
async function matching(file: string): Promise<string[]> {
  if (!file.includes('*')) return [file];
  const [head = '', tail = ''] = path.basename(file).split('*');
  const names = await readdir(path.dirname(file));
  return names.filter((name) => name.startsWith(head) && name.endsWith(tail)).map((name) => path.join(path.dirname(file), name));
}

async function run(command: string, cwd: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const { PATH, HOME } = process.env;
  const child = spawn('sh', ['-c', command], { cwd, env: { PATH, HOME, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`RUN ${command}: ${code}\n${stdout}${stderr}`);
}
