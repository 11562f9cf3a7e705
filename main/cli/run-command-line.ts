import { GroveError } from '#core/model/error.ts';
import type { Command, CommandEnvironment } from './command.ts';
import { nearest } from './parse-options.ts';

/**
 * Runs the command that the arguments name and returns the exit code: 0, or 1 after one line 'grove: …' on standard error,
 * 130 after Ctrl+C.
 */
export async function runCommandLine(
  args: readonly string[],
  commands: readonly Command[],
  version: string,
  environment: CommandEnvironment,
): Promise<number> {
  try {
    if (args[0] === '--version') environment.stdout.write(`${version}\n`);
    else if (args.length === 0 || args[0] === '--help' || args[0] === 'help') environment.stdout.write(overview(commands));
    else await runNamed(args, commands, environment);
    return 0;
  } catch (thrown) {
    const error = GroveError.from(thrown);
    environment.stderr.write(`grove: ${oneLine(error)}\n`);
    if (error.kind === 'internal' && process.env.GROVE_DEBUG !== undefined) environment.stderr.write(`${error.stack}\n`);
    return error.kind === 'cancelled' ? 130 : 1;
  }
}

async function runNamed(args: readonly string[], commands: readonly Command[], environment: CommandEnvironment): Promise<void> {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
  if (command === undefined) throw unknownCommand(args, commands);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help')) environment.stdout.write(command.help);
  else await command.run(rest, environment);
}

function unknownCommand(args: readonly string[], commands: readonly Command[]): GroveError {
  const words = args.filter((arg) => !arg.startsWith('-')).slice(0, 2);
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
  if (words.length === 1 && group.length > 0) {
    const names = group.map(({ name }) => `'grove ${name}'`).join(' or ');
    return new GroveError('invalid-input', `'grove ${words[0]}' is not complete: use ${names}.`);
  }
  const given = words.join(' ') || (args[0] ?? '');
  const near = nearest(
    given,
    commands.map(({ name }) => name),
  );
  const hint = near === null ? "'grove --help' lists the commands" : `did you mean 'grove ${near}'?`;
  return new GroveError('invalid-input', `There is no command '${given}'; ${hint.endsWith('?') ? hint : `${hint}.`}`);
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  grove ${name.padEnd(width)}  ${summary}`);
  return `Grove: machine-learning image analysis for microscopy.

${lines.join('\n')}

  grove COMMAND --help  says more about a command
  grove --version       prints the version
`;
}

function oneLine({ message, code }: GroveError): string {
  const text = message.replace(/\s*\n\s*/g, ' ').trim() || 'Something went wrong that Grove has no words for.';
  return code === undefined ? text : `${text} [${code}]`;
}
