import { Dialog } from '@blueprintjs/core';
import { ArrowUp, Document, FolderClose, Media } from '@blueprintjs/icons';
import { useState } from 'react';
import type { FileListing } from '#contract/contract.ts';
import { joinPath } from '../../state/file-chooser.ts';
import type { FileRequest } from '../../state/platform.ts';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { byteSize } from '../formats.ts';
import { useFolder } from './use-folder.ts';

type Entry = FileListing['entries'][number];

interface Props {
  readonly request: FileRequest;
  onAnswer(paths: readonly string[] | null): void;
}

/** Chooses files among the folders of the machine that Grove runs on, where the shell has no dialog of its own. */
export function FileDialog({ request, onAnswer }: Props) {
  const { listing, problem, loading, go } = useFolder(request.folder ?? null);
  const [filterAt, setFilterAt] = useState(0);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState(request.suggestedName ?? '');
  const saving = request.mode === 'save';
  const extensions = request.filters[filterAt]?.extensions ?? [];
  const fits = (entry: Entry): boolean =>
    entry.folder ||
    (entry.image === true && !saving) ||
    extensions.length === 0 ||
    extensions.some((one) => entry.name.toLowerCase().endsWith(`.${one}`));
  const entries = [...(listing?.entries ?? [])].filter(fits).sort(foldersFirst);

  const target = saving && listing?.folder != null && name.trim() !== '' ? joinPath(listing.folder, name.trim()) : null;
  const replaces = listing?.entries.some((entry) => !entry.folder && entry.path === withDefault(target, extensions)) ?? false;
  // While another folder is on its way, what is chosen would still mean the one before.
  const picked = saving ? (target === null ? null : [target]) : chosen.length > 0 ? chosen : null;
  const answer = loading ? null : picked;

  const open = (entry: Entry): void => {
    if (entry.folder) {
      setChosen([]);
      void go(entry.path);
    } else if (saving) setName(entry.name);
    else onAnswer([entry.path]);
  };
  const choose = (entry: Entry, several: boolean): void => {
    if (saving && !entry.folder) setName(entry.name);
    else if (entry.folder) setChosen([]);
    else if (!several || request.mode !== 'openMany') setChosen([entry.path]);
    else setChosen(chosen.includes(entry.path) ? chosen.filter((path) => path !== entry.path) : [...chosen, entry.path]);
  };

  return (
    <Dialog isOpen title={request.title} className="dialog file-dialog" transitionDuration={0} onClose={() => onAnswer(null)}>
      <div className="dialog-body">
        <div className="folder-line">
          <IconButton
            label="Parent folder"
            icon={<ArrowUp size={14} />}
            disabled={listing?.parent == null}
            onClick={() => void go(listing?.parent ?? null)}
          />
          <FolderField key={listing?.folder ?? ''} folder={listing?.folder ?? ''} onGo={(folder) => void go(folder)} />
        </div>
        <div className="file-list" role="listbox" aria-label="Files" aria-multiselectable={request.mode === 'openMany'}>
          {entries.map((entry) => (
            <button
              key={entry.path}
              type="button"
              role="option"
              aria-selected={chosen.includes(entry.path)}
              className={chosen.includes(entry.path) ? 'file on' : 'file'}
              onClick={(event) =>
                entry.folder && event.detail === 0 ? open(entry) : choose(entry, event.ctrlKey || event.metaKey || event.shiftKey)
              }
              onDoubleClick={() => open(entry)}
              onKeyDown={(event) => event.key === 'Enter' && entry.folder && open(entry)}
            >
              {entry.folder ? <FolderClose size={14} /> : entry.image ? <Media size={14} /> : <Document size={14} />}
              <span className="name">{entry.name}</span>
              <span className="quiet">{entry.folder ? '' : entry.image ? 'OME-Zarr' : byteSize(entry.bytes)}</span>
            </button>
          ))}
          {listing && entries.length === 0 && <p className="empty">Nothing of this kind is in this folder.</p>}
        </div>
        {problem !== null && (
          <p className="hint danger" role="alert">
            {problem}
          </p>
        )}
        {saving && (
          <label className="stacked">
            File name
            <input
              className="text"
              value={name}
              // A name is what a save dialog asks for.
              autoFocus
              // Typing replaces the whole suggestion; the extension is added again where it is left out.
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Enter' && answer && onAnswer(answer)}
            />
          </label>
        )}
        {replaces && (
          <p className="hint" role="note">
            {name} is there already.
          </p>
        )}
      </div>
      <DialogFoot
        action={replaces ? 'Replace' : request.action}
        run={() => onAnswer(answer)}
        close={() => onAnswer(null)}
        disabled={!answer}
      >
        {request.filters.length > 1 && (
          <span className="select">
            <select
              aria-label="Kind of file"
              value={filterAt}
              onChange={(event) => setFilterAt(Number(event.currentTarget.value))}
            >
              {request.filters.map((filter, index) => (
                <option key={filter.name} value={index}>
                  {filter.name}
                </option>
              ))}
            </select>
          </span>
        )}
      </DialogFoot>
    </Dialog>
  );
}

function FolderField({ folder, onGo }: { readonly folder: string; onGo(folder: string): void }) {
  const [text, setText] = useState(folder);
  return (
    <input
      className="text"
      aria-label="Folder"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && text.trim() !== '' && onGo(text.trim())}
    />
  );
}

const foldersFirst = (a: Entry, b: Entry): number =>
  Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, 'en', { numeric: true });

function withDefault(path: string | null, extensions: readonly string[]): string | null {
  const [first] = extensions;
  return path === null || first === undefined || extensions.some((one) => path.toLowerCase().endsWith(`.${one}`))
    ? path
    : `${path}.${first}`;
}
