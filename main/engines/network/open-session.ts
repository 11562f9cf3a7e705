import { env, InferenceSession, listSupportedBackends } from 'onnxruntime-node';
import { GroveError } from '#core/model/error.ts';
import type { ProviderChoice } from '#core/model/network.ts';
import { PROVIDER_NAMES, type Provider, providerOrder } from './provider-order.ts';

export interface OpenSession {
  readonly session: InferenceSession;
  readonly provider: Provider;
  /** Why it is not the provider that was asked for by name; null otherwise. */
  readonly note: string | null;
}

/** Makes a session on one provider; replaced in tests by one that refuses. */
export type SessionMaker = (path: string, provider: Provider) => Promise<InferenceSession>;

// Providers that are not there say so at length on the console; what matters is told in the note.
env.logLevel = 'fatal';

const makeSession: SessionMaker = (path, provider) =>
  InferenceSession.create(path, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
  });

/**
 * Opens a session on the first provider of the choice that takes the network, the processor in the end. Throws GroveError
 * 'unsupported' with the code 'OPERATOR', 'OPSET' or 'MODEL_UNREADABLE' where not even the processor does.
 */
export async function openSession(
  path: string,
  choice: ProviderChoice,
  { make = makeSession, bundled = supported() }: { make?: SessionMaker; bundled?: ReadonlySet<string> } = {},
): Promise<OpenSession> {
  const order = providerOrder(choice, process.platform);
  let refused: { provider: Provider; reason: string } | null = null;
  for (const provider of order) {
    if (choice === 'auto' && !bundled.has(provider)) continue;
    try {
      const session = await make(path, provider);
      const note =
        refused === null
          ? null
          : `The ${PROVIDER_NAMES[refused.provider]} does not run this network (${refused.reason}), so the ${PROVIDER_NAMES[provider]} does.`;
      return { session, provider, note };
    } catch (error) {
      if (provider === 'cpu') throw unreadable(path, error);
      refused ??= { provider, reason: firstLine(error) };
    }
  }
  throw new GroveError('internal', `No provider was tried for ${path}.`);
}

/** Backends that come with the runtime or are installed beside it. */
function supported(): Set<string> {
  return new Set(listSupportedBackends().map(({ name }) => name));
}

function unreadable(path: string, error: unknown): GroveError {
  const reason = firstLine(error);
  const code = /opset/i.test(reason)
    ? 'OPSET'
    : /not (a registered|implemented|registered)|No Op registered/i.test(reason)
      ? 'OPERATOR'
      : 'MODEL_UNREADABLE';
  const message = `The network cannot be run: ${reason}. Export it anew with opset 12 and standard operators.`;
  return new GroveError('unsupported', message, { file: path, code, cause: error });
}

/** What the runtime says, without places in its own source. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .split('\n')[0]!
    .replace(/^.*?\bFAIL : /, '')
    .replace(/^\/\S+:\d+\s+\S.*?\) /, '');
  return line.length > 200 ? `${line.slice(0, 200)} …` : line.replace(/\.$/, '');
}
