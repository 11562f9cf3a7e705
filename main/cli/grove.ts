#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { appVersion } from '../app-version.ts';
import { codeFolder, defaultFolders } from '../data-folder.ts';

/** Entry of the command line. What follows is loaded by hand so that it comes from the cache of compiled code. */
enableCompileCache(codeFolder(defaultFolders().cacheFolder));
const { allCommands } = await import('./all-commands.ts');
const { runCommandLine } = await import('./run-command-line.ts');

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});

const { stdout, stderr } = process;
process.exitCode = await runCommandLine(process.argv.slice(2), allCommands, appVersion, {
  stdout,
  stderr,
  signal: interrupt.signal,
});
