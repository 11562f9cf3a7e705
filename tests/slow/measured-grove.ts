/** The command line; at the end it prints the most memory it held, in MB. */
import { allCommands } from '../../main/cli/all-commands.ts';
import { runCommandLine } from '../../main/cli/run-command-line.ts';

const { stdout, stderr } = process;
const environment = { stdout, stderr, signal: new AbortController().signal };
process.exitCode = await runCommandLine(process.argv.slice(2), allCommands, '0', environment);
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
