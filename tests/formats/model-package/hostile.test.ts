import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { legacyMetadata, rootElement } from '../../../main/formats/model-package/legacy-metadata.ts';
import { readModelPackage, readPackage } from '../../../main/formats/model-package/read-model-package.ts';
import { zipInMemory } from '../../../main/formats/zip/zip-source.ts';
import { createNetworkLayers } from '../../network/build/network-layers.ts';
import { czannBytes, idOf } from '../../network/build/write-czann.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = { path: '/a.czmodel', name: 'a.czmodel' };
const fields = {
  ...{ Id: idOf('hostile'), Type: 'SingleClassSemanticSegmentation', InputShape: [16, 16, 1], OutputShape: [16, 16, 2] },
  Classes: ['A', 'B'],
};
function network(): Uint8Array {
  const n = createNetworkLayers({ channels: 1, seed: 1 });
  return n.onnx(n.softmax(n.conv(n.input, 2)));
}
const refused = (code: string) => expect.objectContaining({ name: 'GroveError', code });

describe('a description made to do harm', () => {
  it('many comments before nothing are gone through once', () => {
    expect(rootElement(`${'<!---->'.repeat(100_000)}x`)).toBeNull();
    expect(rootElement(`${'<!-- a --> '.repeat(1000)}<Model/>`)).toBe('Model');
  });

  it('elements nested deeply are refused', () => {
    const xml = `<Model Version="3.1.0">${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Model>`;
    expect(() => legacyMetadata(named, xml, 'x')).toThrow(refused('METADATA_SYNTAX'));
  });

  it('values nested deeply are refused', async () => {
    const json = Buffer.from(`{"ModelMetadata":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    await expect(readPackage(zipInMemory('/a.json', 'a.json', json))).rejects.toThrow(refused('METADATA_FIELD'));
  });

  it.skipIf(process.platform === 'win32')('a device as the network is not read, for it never ends', async () => {
    const path = join(folder, 'device.json');
    writeFileSync(path, JSON.stringify({ ModelMetadata: fields, ModelPath: '/dev/zero' }));
    await expect(readModelPackage(path)).rejects.toThrow(refused('NO_MODEL'));
    writeFileSync(path, JSON.stringify({ ModelMetadata: fields, ModelPath: '.' }));
    await expect(readModelPackage(path)).rejects.toThrow(refused('NO_MODEL'));
  });
});

describe('an archive made to do harm', () => {
  it('licences without end are read up to the sixteenth', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => ({ name: `${i}.txt`, bytes: Buffer.from(`Licence ${i}`) }));
    const { metadata } = await readPackage(zipInMemory('/a.czann', 'a.czann', czannBytes(fields, network(), texts)));
    expect(metadata.licences).toHaveLength(16);
    expect(metadata.licences[15]).toEqual({ name: '15.txt', text: 'Licence 15' });
  });

  it('an entry that says two sizes is refused before it is read', async () => {
    const bytes = Buffer.from(czannBytes(fields, network()));
    const last = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt32LE(8, last + 24);
    const asked: number[] = [];
    const source = {
      ...zipInMemory('/a.czann', 'a.czann', bytes),
      read: async (offset: number, length: number) => {
        asked.push(offset);
        return Uint8Array.from(bytes.subarray(offset, offset + length));
      },
    };
    await expect(readPackage(source)).rejects.toThrow(refused('ZIP_CRC'));
    expect(asked).not.toContain(bytes.readUInt32LE(last + 42));
  });
});
