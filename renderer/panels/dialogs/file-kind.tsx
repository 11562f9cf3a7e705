import { SelectField } from '../controls/field.tsx';

export type FileKind = 'tiff' | 'zarr' | 'png';

const EXTENSIONS: Readonly<Record<FileKind, string>> = { tiff: '.ome.tif', zarr: '.ome.zarr', png: '.png' };

/** What a path will be written as, by its ending. */
export function kindOfPath(path: string): FileKind {
  const ending = path.trim().toLowerCase();
  return ending.endsWith('.png') ? 'png' : ending.endsWith('.zarr') ? 'zarr' : 'tiff';
}

const ENDING = /(\.ome)?\.(tiff?|zarr|png)$/i;

/** The path with the ending of a kind where it has none. */
export const withEnding = (path: string, kind: FileKind): string => (ENDING.test(path) ? path : path + EXTENSIONS[kind]);

/** The path with the ending of a kind, in place of the one it has. */
export const withKind = (path: string, kind: FileKind): string => path.trim().replace(ENDING, '') + EXTENSIONS[kind];

interface Props {
  readonly path: string;
  /** Why a PNG cannot hold what is to be written; null where it can. */
  readonly notPng: string | null;
  onChange(path: string): void;
}

/** The kind of file, which changes the ending of the path and follows it. */
export function FileKindField({ path, notPng, onChange }: Props) {
  const options = [
    { value: 'tiff', label: 'OME-TIFF' },
    { value: 'zarr', label: 'OME-Zarr, a folder' },
    { value: 'png', label: notPng === null ? 'PNG' : `PNG (${notPng})`, disabled: notPng !== null },
  ] as const;
  return (
    <SelectField<FileKind>
      label="File"
      value={kindOfPath(path)}
      options={options}
      onChange={(kind) => onChange(withKind(path, kind))}
    />
  );
}
