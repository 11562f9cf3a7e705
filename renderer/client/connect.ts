import type { GroveBridge } from '#contract/shell.ts';
import { createBridgeClient } from './bridge-client.ts';
import type { GroveClient } from './grove-client.ts';
import { createWebSocketClient } from './websocket-client.ts';

/**
 * Connects to the host: over the bridge in Electron, else over the WebSocket of the host that served this page. Rejects with
 * 'disconnected' where no host answers.
 */
export async function connect(): Promise<GroveClient> {
  // Put there by the preload script; absent in a browser.
  const { grove } = window as { readonly grove?: GroveBridge };
  if (grove) return createBridgeClient(grove);
  const address = new URL('/ws', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createWebSocketClient({ openSocket: () => new WebSocket(address) });
  try {
    await client.call('app.info', {});
  } catch (thrown) {
    client.close();
    throw thrown;
  }
  return client;
}
