import { networkKey } from '#core/model/network.ts';
import type { Command } from '../command.ts';
import { flagOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const modelList: Command = {
  name: 'model list',
  summary: 'lists the networks of the library',
  help: `grove model list [--json]

  --json   one JSON array on standard output
`,
  async run(args, environment) {
    const given = parseOptions(args, { json: { type: 'boolean' } }, 'model list');
    await withEngine(environment, { threads: 1 }, async ({ engine, print, note }) => {
      const { networks, damaged } = await engine.library.list();
      for (const folder of damaged) note(`${folder} cannot be read; delete it and import the network again.\n`);
      if (flagOption(given, 'json')) print(`${JSON.stringify(networks)}\n`);
      else for (const info of networks) print(`${networkKey(info)}  ${info.name} (${info.task})\n`);
    });
  },
};
