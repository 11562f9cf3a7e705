import { access, constants, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, extname, join, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that does what bfconvert does. */
export interface Program {
  /** What the user knows it by. */
  readonly path: string;
  /** What is started, and the arguments that come before its own. */
  readonly command: string;
  readonly args: readonly string[];
}

/** Names the program where the preferences do not. */
export const PROGRAM_VARIABLE = 'GROVE_BFCONVERT';

const JAR = 'bioformats_package.jar';
/** Nothing else is started, whatever the preferences say. */
const PROGRAM_NAME = /^(bfconvert(\.bat|\.cmd|\.exe|\.sh)?|bioformats_package.*\.jar)$/i;
const JAVA_CLASS = 'loci.formats.tools.ImageConverter';

/**
 * bfconvert of Bio-Formats: the one chosen in the preferences, else the one that GROVE_BFCONVERT names, else the first on the
 * PATH. A choice may be the script, the folder it lies in, or bioformats_package.jar. Batch files are not started, since that
 * needs a shell: Java is, with the jar beside them.
 *
 * Null where nothing is chosen and nothing is found. Throws GroveError 'not-found' where the choice is not there,
 * 'unsupported' where it is another program, and 'unreadable' where it may not be started.
 */
export async function findProgram(
  chosen: string | null,
  env: Environment,
  platform: string,
  maxMemory: string,
): Promise<Program | null> {
  const names = platform === 'win32' ? ['bfconvert.bat', 'bfconvert.exe', JAR] : ['bfconvert', JAR];
  const start = (path: string): Promise<Program> => programAt(path, env, platform, maxMemory);
  const named = chosen ?? env[PROGRAM_VARIABLE];
  if (named !== undefined && named !== '') return start(await insideFolder(resolve(named), names));
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const name of names.slice(0, -1)) {
      const path = resolve(folder, name);
      const program = (await isFile(path)) ? await start(path).catch(() => null) : null;
      if (program !== null) return program;
    }
  }
  return null;
}

async function insideFolder(path: string, names: readonly string[]): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    const message = `There is no bfconvert at ${path}; set its path in the preferences, or clear it to use the one on the PATH.`;
    throw new GroveError('not-found', message, { file: path });
  }
  if (!found.isDirectory()) return path;
  for (const name of names) if (await isFile(join(path, name))) return join(path, name);
  const message = `The folder ${path} holds no bfconvert; choose the folder of Bio-Formats' command line tools, or bfconvert in it.`;
  throw new GroveError('not-found', message, { file: path });
}

async function programAt(path: string, env: Environment, platform: string, maxMemory: string): Promise<Program> {
  if (!PROGRAM_NAME.test(basename(path))) {
    const message = `${path} is not bfconvert; choose bfconvert (bfconvert.bat on Windows) or ${JAR} of Bio-Formats.`;
    throw new GroveError('unsupported', message, { file: path });
  }
  const ending = extname(path).toLowerCase();
  if (ending !== '.bat' && ending !== '.cmd' && ending !== '.jar') {
    await access(path, constants.X_OK).catch((cause: unknown) => {
      const message = `${path} may not be started; make it executable, or choose bfconvert of Bio-Formats in the preferences.`;
      throw new GroveError('unreadable', message, { file: path, cause });
    });
    return { path, command: path, args: [] };
  }
  const jar = ending === '.jar' ? path : join(dirname(path), JAR);
  if (!(await isFile(jar))) {
    const message = `${JAR} is not beside ${path}; unpack all of Bio-Formats' command line tools into one folder.`;
    throw new GroveError('not-found', message, { file: jar });
  }
  const java = platform === 'win32' ? 'java.exe' : 'java';
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', java) : java;
  return { path, command, args: [`-Xmx${maxMemory}`, '-cp', jar, JAVA_CLASS] };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
