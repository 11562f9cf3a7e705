/** Wrote version-10.grove and version-20.grove, each once, with the Grove of its day: `node tests/compatibility/projects/write-sample.ts FILE`. A released sample is never written again. */
import { FIRST_PLANE } from '#core/model/image.ts';
import { newImage, strokeOf, testStores } from '../../store/test-store.ts';

const store = testStores().create(process.argv[2]!);
const image = store.addImage(newImage('/data/cells.tif'));
store.addClass('Background', 0x56b4e9);
store.addClass('Nucleus', 0xf0b726);
store.paint(image.id, FIRST_PLANE, strokeOf({ x: 250, y: 20, width: 30, height: 10 }, 2));
store.paint(image.id, { scene: 0, z: 1, t: 0 }, strokeOf({ x: 5, y: 5, width: 7, height: 7 }, 1));
store.updateClass(2, { name: 'Nuclei' });
store.setSetting('camera', { x: 1, y: 2, zoom: 3 });
store.close();
