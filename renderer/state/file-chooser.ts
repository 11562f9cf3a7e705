import type { Context } from './context.ts';
import type { FileFilter, FileRequest } from './platform.ts';

/** Folders that are OME-Zarr images pass any filter of our own dialog; the system's offers the files that stand for them. */
export const IMAGE_FILES: readonly FileFilter[] = [
  {
    name: 'Images',
    extensions: [
      ...['czi', 'tif', 'tiff', 'ome.tif', 'ome.tiff', 'lsm', 'companion.ome', 'ome'],
      ...['zarr', 'ome.zarr', 'ozx', 'zip'],
      ...['png', 'jpg', 'jpeg'],
    ],
  },
  { name: 'OME-Zarr, by a file in its folder', extensions: ['json', 'zattrs', 'zgroup'] },
  {
    name: 'Microscopy files, through Bio-Formats',
    extensions: ['nd2', 'lif', 'oib', 'oif', 'oir', 'vsi', 'ims', 'zvi', 'ndpi', 'scn', 'svs', 'bif', 'dv', 'mrc', 'stk', 'sld'],
  },
  { name: 'All files', extensions: [] },
];
export const PROJECT_FILES: readonly FileFilter[] = [{ name: 'Grove projects', extensions: ['grove'] }];
export const MODEL_FILES: readonly FileFilter[] = [{ name: 'Grove models', extensions: ['grovemodel'] }];
/** A classifier also comes back out of a network that was exported with its training data. */
export const LOADABLE_MODEL_FILES: readonly FileFilter[] = [
  { name: 'Grove models, and networks exported with training data', extensions: ['grovemodel', 'czann'] },
];
export const CLASSIFIER_NETWORK_FILES: readonly FileFilter[] = [{ name: 'Networks', extensions: ['czann'] }];
export const NETWORK_FILES: readonly FileFilter[] = [
  { name: 'Networks', extensions: ['czann', 'czmodel', 'czseg', 'onnx', 'json'] },
  { name: 'All files', extensions: [] },
];
/** Those that tell a class by a number; JPEG does not keep numbers. */
export const LABEL_FILES: readonly FileFilter[] = [
  { name: 'Label images', extensions: ['png', 'tif', 'tiff', 'ome.tif', 'ome.tiff', 'zarr', 'ome.zarr'] },
  { name: 'OME-Zarr, by a file in its folder', extensions: ['json', 'zattrs', 'zgroup'] },
  { name: 'All files', extensions: [] },
];

/** Asks for files: with the system's dialog where the shell has one, else with our own over the host's folders. */
export async function chooseFiles(context: Context, request: FileRequest): Promise<readonly string[] | null> {
  const { platform, frame } = context;
  const folder = request.folder ?? frame.get().lastFolder ?? undefined;
  const asked = folder === undefined ? request : { ...request, folder };
  const paths = platform.chooseFiles
    ? await platform.chooseFiles(asked)
    : await new Promise<readonly string[] | null>((resolve) => {
        frame.patch({
          dialog: {
            kind: 'file',
            request: asked,
            answer: (answer) => {
              frame.patch({ dialog: null });
              resolve(answer);
            },
          },
        });
      });
  if (paths?.[0] !== undefined) frame.patch({ lastFolder: folderOf(paths[0]) });
  return paths;
}

const lastSeparator = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));

export const fileName = (path: string): string => path.slice(lastSeparator(path) + 1);

/** Folder of a path, root folders with their separator. */
export function folderOf(path: string): string {
  const at = lastSeparator(path);
  if (at <= 0) return path.slice(0, at + 1);
  return /^[A-Za-z]:$/.test(path.slice(0, at)) ? path.slice(0, at + 1) : path.slice(0, at);
}

/** Joins with the separator the folder already uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The name without its extension, ".ome.tif" counting as one. */
export const stemOf = (name: string): string => name.replace(/(\.ome)?\.[^.]+$/i, '');

/** Adds the extension that the file must have unless it is there. */
export const withExtension = (path: string, extension: string): string =>
  path.toLowerCase().endsWith(`.${extension}`) ? path : `${path}.${extension}`;
