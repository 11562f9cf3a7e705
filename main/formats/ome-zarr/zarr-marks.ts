/** Files one of which stands in every folder of a Zarr hierarchy: version 3, and version 2's groups and arrays. */
export const ZARR_MARKS: readonly string[] = ['zarr.json', '.zgroup', '.zarray', '.zattrs'];
