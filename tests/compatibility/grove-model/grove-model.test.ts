import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { walkForest } from '#core/forest/walk-forest.ts';
import { decodeModel } from '../../../main/formats/grove-model/decode.ts';
import { sampleRows } from './sample-rows.ts';

describe('model files of earlier Groves', () => {
  it.each([1])('version %i opens and gives the same answers', (version) => {
    const at = (name: string): URL => new URL(`version-${version}.${name}`, import.meta.url);
    const kept = JSON.parse(readFileSync(at('json'), 'utf8')) as { info: unknown; probabilities: number[][] };
    const { info, forest } = decodeModel(readFileSync(at('grovemodel')), `version-${version}.grovemodel`);
    expect(info).toEqual(kept.info);
    expect(sampleRows().map((row) => [...walkForest(forest, row)])).toEqual(kept.probabilities);
  });
});
