/** True for a place in the group of label images of an OME-Zarr: …/labels/NAME, where NAME has no ending. */
export const isLabelPlace = (path: string): boolean => /[\\/]labels[\\/][^\\/.]+$/.test(path);
