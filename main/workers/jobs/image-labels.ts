import { findLabelImages } from '../../formats/ome-zarr/find-labels.ts';
import { openZarrFolderOf } from '../../formats/ome-zarr/open-ome-zarr-at.ts';

export async function imageLabels({ path }: { path: string }): Promise<readonly string[]> {
  const store = await openZarrFolderOf(path);
  if (store === null) return [];
  try {
    return (await findLabelImages(store)).map((name) => `${store.path}/${name}`);
  } finally {
    await store.close();
  }
}
