import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { networkKey } from '#core/model/network.ts';
import { inspectNetwork } from '../../services/network/inspect-network.ts';
import { applyChoices } from '../../services/network/network-choices.ts';
import type { Command } from '../command.ts';
import { NETWORK_HELP, NETWORK_OPTIONS, networkChoices } from '../network-options.ts';
import { flagOption, textOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const modelImport: Command = {
  name: 'model import',
  summary: 'puts a network into the library of this user',
  help: `grove model import FILE [options]

Keeps a network, under its own name or another one, so that the window and --model find it.

  --name NAME           name in the library
  --channels A,B,…      names of the image channels that feed it, in its order
${NETWORK_HELP}  --json                one JSON object on standard output
`,
  async run(args, environment) {
    const options = {
      ...NETWORK_OPTIONS,
      name: { type: 'string' },
      channels: { type: 'string' },
      json: { type: 'boolean' },
    } as const;
    const given = parseOptions(args, options, 'model import');
    const [file, ...more] = given.positionals;
    if (file === undefined || more.length > 0)
      throw new GroveError('invalid-input', "Which model? Use 'grove model import FILE'.");
    await withEngine(environment, { threads: 1 }, async ({ engine, call, print, note }) => {
      const draft = await inspectNetwork(resolve(file), engine, { signal: call.signal });
      if (draft.same !== null) {
        const message = `${basename(file)} is in the library already, as ${draft.same.name}.`;
        throw new GroveError('invalid-input', message, { file: draft.path, code: 'DUPLICATE' });
      }
      for (const { code, message } of draft.inspected.metadata.warnings) note(`${message} [${code}]\n`);
      const name = textOption(given, 'name');
      const channelNames = textOption(given, 'channels')?.split(',') ?? null;
      const facts = {
        id: draft.inspected.metadata.id ?? randomUUID(),
        fileName: basename(file),
        imported: engine.clock.now().toISOString(),
      };
      const info = applyChoices(
        draft.inspected,
        { ...networkChoices(given), channelNames, ...(name !== undefined && { name }) },
        facts,
      );
      await engine.library.add(info, draft.onnxPath, draft.path);
      print(flagOption(given, 'json') ? `${JSON.stringify(info)}\n` : `${networkKey(info)}  ${info.name}\n`);
    });
  },
};
