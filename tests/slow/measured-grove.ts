/** The command line; at the end it prints the memory it held before it began, and the most it held, in MB. */
const startMb = Math.round(process.memoryUsage().rss / 2 ** 20);
const { allCommands } = await import('../../main/cli/all-commands.ts');
const { runCommandLine } = await import('../../main/cli/run-command-line.ts');

const { stdout, stderr } = process;
const environment = { stdout, stderr, signal: new AbortController().signal };
process.exitCode = await runCommandLine(process.argv.slice(2), allCommands, '0', environment);
console.log(`${startMb} ${Math.round(process.resourceUsage().maxRSS / 1024)}`);
