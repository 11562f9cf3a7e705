import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { integerOption, textOption, threadsOption } from '../option-values.ts';
import { optionsOnly } from '../parse-options.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'serves the window to a browser on this machine',
  help: `grove serve [--port N] [--token-file FILE] [--threads N]

Serves the window on 127.0.0.1 until Ctrl+C and prints the address to open. Only who knows the address with its token gets in.

  --port N           port to listen at; a free one when left out
  --token-file FILE  writes address and token to a file that only you can read
  --threads N        worker threads; all of the machine when left out
`,
  async run(args, { stdout }) {
    const text = { type: 'string' } as const;
    const given = optionsOnly(args, { port: text, 'token-file': text, threads: text }, 'serve');
    const port = integerOption(given, 'port', 0, 1, 65_535);
    const tokenFile = textOption(given, 'token-file');
    const { compose } = await import('../../compose.ts');
    const { serveUntilStopped } = await import('../../server/serve-command.ts');
    await serveUntilStopped({
      application: await compose({ host: 'server', ...threadsOption(given) }),
      ...(port > 0 && { port }),
      ...(tokenFile !== undefined && { tokenFile: resolve(tokenFile) }),
      onListening: ({ url }) => {
        stdout.write(`${url}\n`);
      },
    });
  },
};
