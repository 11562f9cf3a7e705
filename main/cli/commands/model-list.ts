import { networkKey } from '#core/model/network.ts';
import { composeEngine } from '../../compose-engine.ts';
import type { Command } from '../command.ts';
import { flagOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';

export const modelList: Command = {
  name: 'model list',
  summary: 'lists the networks of the library',
  help: `grove model list [--json]

  --json   one JSON array on standard output
`,
  async run(args, { stdout, stderr }) {
    const given = parseOptions(args, { json: { type: 'boolean' } }, 'model list');
    const engine = composeEngine({ threads: 1 });
    try {
      const { networks, damaged } = await engine.library.list();
      for (const folder of damaged) stderr.write(`${folder} cannot be read; delete it and import the network again.\n`);
      if (flagOption(given, 'json')) stdout.write(`${JSON.stringify(networks)}\n`);
      else for (const info of networks) stdout.write(`${networkKey(info)}  ${info.name} (${info.task})\n`);
    } finally {
      await engine.close();
    }
  },
};
