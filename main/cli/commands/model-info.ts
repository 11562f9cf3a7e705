import { basename, resolve } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import type { NetworkDraft } from '../../services/network/inspect-network.ts';
import { inspectNetwork } from '../../services/network/inspect-network.ts';
import type { Command } from '../command.ts';
import { flagOption } from '../option-values.ts';
import { parseOptions } from '../parse-options.ts';
import { withEngine } from '../with-engine.ts';

export const modelInfo: Command = {
  name: 'model info',
  summary: 'says what a network file holds and whether it can run',
  help: `grove model info FILE [--json]

Reads a .czann, .czmodel, .czseg, .onnx or model specification, compares its description with its network, and runs
the network once on an empty tile.

  --json   one JSON object on standard output
`,
  async run(args, environment) {
    const given = parseOptions(args, { json: { type: 'boolean' } }, 'model info');
    const [file, ...more] = given.positionals;
    if (file === undefined) throw new GroveError('invalid-input', "Which model? Use 'grove model info FILE'.");
    if (more.length > 0) throw new GroveError('invalid-input', `One model at a time, please: '${more[0]}' is one too many.`);
    await withEngine(environment, { threads: 1 }, async ({ engine, call, print }) => {
      const draft = await inspectNetwork(resolve(file), engine, { signal: call.signal });
      const { metadata, graph, hash } = draft.inspected;
      const object = { file: draft.path, hash, ...metadata, graph, ranOn: draft.ranOn };
      print(flagOption(given, 'json') ? `${JSON.stringify(object)}\n` : infoText(draft));
    });
  },
};

function infoText({ path, inspected, ranOn }: NetworkDraft): string {
  const { metadata, graph } = inspected;
  const { tile, border, pixelSizeUm } = metadata;
  const lines: [string, string][] = [
    ['file', `${basename(path)} (${metadata.container})`],
    ['name', metadata.name || 'none'],
    ['id', metadata.id ?? 'none'],
    ['task', metadata.task ?? 'not said'],
    ['tile', tile === null ? 'not said' : [...(tile.z === null ? [] : [tile.z]), tile.y, tile.x].join(' × ')],
    ['border', border === null ? 'not said' : `${border.y} × ${border.x} pixels per side`],
    ['channels', String(metadata.channels)],
    ['classes', metadata.classes.map(({ name }) => name).join(', ') || 'none'],
    ['input', metadata.values === 'unit' ? 'values from 0 to 1' : 'counts as they are'],
    ['pixel size', pixelSizeUm === null ? 'not said' : `${pixelSizeUm.x} × ${pixelSizeUm.y} µm`],
    ['operators', `opset ${graph.opset}`],
    ['ran on', ranOn === null ? 'not tried' : ranOn.provider],
    ...metadata.warnings.map(({ code, message }): [string, string] => ['warning', `${message} [${code}]`]),
    ...metadata.licences.map(({ name }): [string, string] => ['licence', name]),
  ];
  return `${lines.map(([what, value]) => `${what.padEnd(12)} ${value}`).join('\n')}\n`;
}
