import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '#core/forest/random.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import type { ProjectStore } from '../../main/services/ports.ts';
import { createWebSocketClient } from '../../renderer/client/websocket-client.ts';
import { newImage, strokeOf, testStores } from '../store/test-store.ts';

/**
 * Kills a painting host 200 times at random moments. Every stroke it acknowledged must be in the project afterwards, and the
 * project must open and be sound without any repair. The stroke under way may be there or not, but whole or not at all.
 */
const KILLS = 200;
const SIZE = 700;
const grove = fileURLToPath(new URL('../../main/cli/grove.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'grove-kill-'));
const path = join(folder, 'work.grove');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Stroke = ReturnType<typeof strokeOf>;

interface Host {
  readonly child: ChildProcess;
  readonly url: URL;
}

function startHost(): Promise<Host> {
  const child = spawn(process.execPath, [grove, 'serve', '--threads', '1'], {
    env: { ...process.env, GROVE_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (data) => resolve({ child, url: new URL(String(data).trim()) }));
    child.once('exit', () => reject(new Error(`The host ended before it listened: ${errors}`)));
  });
}

/** Node's own WebSocket, which is the browser's but for its headers. */
const OpenSocket = WebSocket as unknown as new (url: string, options: { headers: object }) => WebSocket;

function connect({ url }: Host) {
  const token = url.searchParams.get('token')!;
  const openSocket = (): WebSocket => new OpenSocket(`ws://${url.host}/ws`, { headers: { Authorization: `Bearer ${token}` } });
  return createWebSocketClient({ openSocket, retryMs: [600_000] });
}

function labelsOf(store: ProjectStore, imageId: string): Uint8Array {
  const labels = new Uint8Array(SIZE * SIZE);
  for (const { column, row } of store.labelledTiles(imageId)) {
    const tile = store.labelTile(imageId, FIRST_PLANE, column, row)!;
    for (let i = 0; i < tile.length; i++) {
      const x = column * LABEL_TILE + (i % LABEL_TILE);
      const y = row * LABEL_TILE + Math.floor(i / LABEL_TILE);
      if (x < SIZE && y < SIZE) labels[y * SIZE + x] = tile[i]!;
    }
  }
  return labels;
}

function painted(labels: Uint8Array, { box, value }: Stroke): Uint8Array {
  const next = labels.slice();
  for (let y = box.y; y < box.y + box.height; y++) next.fill(value, y * SIZE + box.x, y * SIZE + box.x + box.width);
  return next;
}

describe('a host killed while painting', () => {
  it(`loses no acknowledged stroke in ${KILLS} kills`, async () => {
    const random = randomStream(2026, 0);
    const below = (n: number): number => random.nextBelow(n);
    const made = testStores().create(path);
    const imageId = made.addImage(newImage(join(folder, 'cells.tif'), SIZE, SIZE)).id;
    made.addClass('A', 1);
    made.addClass('B', 2);
    made.close();

    let expected: Uint8Array = new Uint8Array(SIZE * SIZE);
    let acknowledged = 0;
    let whileWriting = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const host = await startHost();
      const client = connect(host);
      await client.call('project.open', { path });
      let underWay: Stroke | null = null;
      const gone = new Promise<void>((resolve) => host.child.once('exit', () => resolve()));
      setTimeout(() => host.child.kill('SIGKILL'), below(15_000) / 100);
      for (;;) {
        const box = { x: below(SIZE - 150), y: below(SIZE - 150), width: 1 + below(150), height: 1 + below(150) };
        underWay = strokeOf(box, 1 + below(2));
        try {
          await client.call('labels.paint', { imageId, plane: FIRST_PLANE, stroke: underWay });
        } catch {
          break;
        }
        expected = painted(expected, underWay);
        underWay = null;
        acknowledged++;
      }
      await gone;
      client.close();

      const store = testStores().open(path);
      const found = labelsOf(store, imageId);
      store.close();
      if (Buffer.compare(found, expected) !== 0) {
        expect(underWay).not.toBeNull();
        expect(Buffer.compare(found, painted(expected, underWay!))).toBe(0);
        expected = found;
        whileWriting++;
      }
      const db = new Database(path, { readonly: true });
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      db.close();
    }
    console.log(
      `${KILLS} kills, ${acknowledged} acknowledged strokes, ${whileWriting} kills after writing and before the answer`,
    );
    expect(acknowledged).toBeGreaterThan(KILLS);
  });
});
