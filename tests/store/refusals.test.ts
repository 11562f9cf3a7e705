import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '#core/model/error.ts';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { MIGRATIONS } from '../../main/store/migrations/all.ts';
import { newImage, strokeOf, testFolder, testStores } from './test-store.ts';

const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function refusal(work: () => unknown): GroveError {
  try {
    work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(GroveError);
    return thrown as GroveError;
  }
  throw new Error('Nothing was refused.');
}

function made(): string {
  const path = join(testFolder(), 'work.grove');
  const store = testStores().create(path);
  store.addClass('A', 1);
  const image = store.addImage(newImage('/nowhere/cells.tif'));
  store.paint(image.id, FIRST_PLANE, strokeOf({ x: 0, y: 0, width: 30, height: 30 }, 1));
  store.close();
  return path;
}

/** Opening `path` is refused with this kind, the message names the file, and its bytes stay as they are. */
function expectRefused(path: string, kind: ErrorKind, message: RegExp): void {
  const before = hash(path);
  const files = readdirSync(join(path, '..'));
  const error = refusal(() => testStores().open(path));
  expect(error.kind).toBe(kind);
  expect(error.message).toContain(path);
  expect(error.message).toMatch(message);
  expect(hash(path)).toBe(before);
  expect(readdirSync(join(path, '..'))).toEqual(files);
}

describe('opening refuses', () => {
  it('a file that is not there', () => {
    expect(refusal(() => testStores().open('/nowhere/x.grove'))).toMatchObject({ kind: 'not-found' });
  });

  it('an empty file', () => {
    const path = join(testFolder(), 'empty.grove');
    writeFileSync(path, '');
    expectRefused(path, 'corrupt', /empty/);
  });

  it('a file of another kind', () => {
    const path = join(testFolder(), 'text.grove');
    writeFileSync(path, 'Dear diary, '.repeat(100));
    expectRefused(path, 'corrupt', /not a Grove project/);
  });

  it("another program's database", () => {
    const path = join(testFolder(), 'other.grove');
    const db = new Database(path);
    db.exec('CREATE TABLE t (a)');
    db.close();
    expectRefused(path, 'unsupported', /another program/);
  });

  it('a truncated project', () => {
    const path = made();
    truncateSync(path, 12_288);
    expectRefused(path, 'corrupt', /damaged/);
  });

  it('a project with damage in the middle', () => {
    const path = made();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    expectRefused(path, 'corrupt', /damaged/);
  });

  it('a project from a newer Grove', () => {
    const path = made();
    const db = new Database(path);
    db.pragma('user_version = 990');
    db.close();
    expectRefused(path, 'newer-version', /newer Grove.*990.*update/);
  });

  it('a project that is open already', () => {
    const path = made();
    const store = testStores().open(path);
    const error = refusal(() => testStores().open(path));
    expect(error.kind).toBe('locked');
    expect(error.message).toMatch(/open in another Grove/);
    store.addClass('still', 1);
    store.close();
    testStores().open(path).close();
  });
});

describe('a read-only project', () => {
  it('is shown but not changed', () => {
    const path = made();
    chmodSync(path, 0o444);
    const before = hash(path);
    const store = testStores().open(path);
    expect(store.readOnly).toBe(true);
    const [image] = store.images();
    expect(store.labelCounts(image!.id)).toEqual({ 1: 900 });
    const stroke = strokeOf({ x: 0, y: 0, width: 3, height: 3 }, 1);
    for (const change of [
      () => store.paint(image!.id, FIRST_PLANE, stroke),
      () => store.addClass('B', 2),
      () => store.undo(),
      () => store.removeImage(image!.id),
      () => store.setTraining(image!.id, false),
    ]) {
      expect(refusal(change)).toMatchObject({ kind: 'read-only' });
    }
    store.close();
    expect(hash(path)).toBe(before);
  });
});

describe('creating', () => {
  it('never replaces a file', () => {
    const path = made();
    const before = hash(path);
    expect(refusal(() => testStores().create(path))).toMatchObject({ kind: 'invalid-input' });
    expect(hash(path)).toBe(before);
  });

  it('says that a folder is not there, and leaves nothing', () => {
    const path = join(testFolder(), 'absent', 'new.grove');
    expect(refusal(() => testStores().create(path))).toMatchObject({ kind: 'not-found' });
    expect(existsSync(path)).toBe(false);
  });
});

describe('a full disk', () => {
  it('refuses the step, keeps all before it and goes on when there is room', () => {
    const path = join(testFolder(), 'full.grove');
    const roomy = testStores().create(path);
    roomy.addClass('A', 1);
    const { id } = roomy.addImage(newImage('/nowhere/cells.tif', 4000, 4000));
    roomy.close();

    const tight = testStores({ maxPages: 40 }).open(path);
    // Noise does not compress, so that the pages run out soon.
    let seed = 1;
    const noise = (): boolean => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 2 === 0;
    };
    let painted = 0;
    const error = refusal(() => {
      for (;;) {
        tight.paint(
          id,
          FIRST_PLANE,
          strokeOf({ x: (painted * 256) % 3840, y: 256 * Math.floor((painted * 256) / 3840), width: 256, height: 256 }, 1, noise),
        );
        painted++;
      }
    });
    expect(error.kind).toBe('disk-full');
    expect(error.message).toContain(path);
    expect(painted).toBeGreaterThan(1);
    const counts = tight.labelCounts(id);
    expect(tight.labelledTiles(id)).toHaveLength(painted);
    expect(() => tight.setSetting('camera', 'x'.repeat(300_000))).not.toThrow();
    tight.close();

    const again = testStores().open(path);
    expect(again.labelCounts(id)).toEqual(counts);
    expect(again.paint(id, FIRST_PLANE, strokeOf({ x: 3900, y: 3900, width: 9, height: 9 }, 1)).labels).toHaveLength(1);
    again.close();
  });
});

describe('a migration', () => {
  const AFTER = 10 + MIGRATIONS.at(-1)!.version;
  const second = { version: AFTER, name: 'notes', up: (db: Database.Database) => void db.exec('CREATE TABLE notes (text TEXT)') };

  it('keeps a copy of the file as it was', () => {
    const path = made();
    const before = testStores().open(path);
    const images = before.images();
    before.close();
    const store = testStores({ migrations: [...MIGRATIONS, second] }).open(path);
    expect(store.images()).toEqual(images);
    store.close();
    const copy = testStores().open(`${path}.format-${AFTER - 10}.bak`);
    expect(copy.images().map((one) => one.id)).toEqual(images.map((one) => one.id));
    copy.close();
    expectRefused(path, 'newer-version', new RegExp(String(AFTER)));
  });

  it('that fails leaves the file at its old version', () => {
    const path = made();
    const broken = {
      version: AFTER,
      name: 'broken',
      up: (db: Database.Database) => {
        db.exec('CREATE TABLE half (a)');
        throw new Error('stopped in the middle');
      },
    };
    expect(() => testStores({ migrations: [...MIGRATIONS, broken] }).open(path)).toThrow('stopped in the middle');
    testStores().open(path).close();
  });
});
