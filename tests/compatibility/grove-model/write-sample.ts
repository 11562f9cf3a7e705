/**
 * Writes the frozen sample of the present format version. Run once per version of the format and never again for an old one:
 * what is in this folder must open for ever.
 */
import { writeFileSync } from 'node:fs';
import { walkForest } from '#core/forest/walk-forest.ts';
import { encodeModel } from '../../../main/formats/grove-model/encode.ts';
import { VERSION } from '../../../main/formats/grove-model/layout.ts';
import { sampleModel } from '../../formats/grove-model/sample-model.ts';
import { sampleRows } from './sample-rows.ts';

const model = sampleModel();
const at = (name: string): URL => new URL(`version-${VERSION}.${name}`, import.meta.url);
const probabilities = sampleRows().map((row) => [...walkForest(model.forest, row)]);
writeFileSync(at('grovemodel'), encodeModel(model), { flag: 'wx' });
writeFileSync(at('json'), `${JSON.stringify({ info: model.info, probabilities }, null, 1)}\n`, { flag: 'wx' });
