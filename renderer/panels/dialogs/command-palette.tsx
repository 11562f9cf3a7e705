import { Overlay2 } from '@blueprintjs/core';
import { Fragment, useEffect, useRef, useState } from 'react';
import { shortcutText } from '../../state/command.ts';
import { fuzzyFilter } from '../../state/fuzzy-match.ts';
import { isMac } from '../../state/platform.ts';
import { useApp, useFrame } from '../app-context.tsx';

/** Every command by typing a few letters of its name. */
export function CommandPalette() {
  const app = useApp();
  const open = useFrame((frame) => frame.paletteOpen);
  const close = (): void => app.frame.patch({ paletteOpen: false });
  return (
    <Overlay2 isOpen={open} onClose={close} transitionDuration={0} backdropClassName="palette-backdrop">
      <div className="command-palette" role="dialog" aria-label="Command palette">
        <PaletteList onDone={close} />
      </div>
    </Overlay2>
  );
}

function PaletteList({ onDone }: { onDone(): void }) {
  const app = useApp();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const commands = app.commands.filter((command) => command.id !== 'window.palette' && !command.release && command.enabled());
  const found = fuzzyFilter(query, commands, (command) => command.title);
  const at = Math.min(chosen, found.length - 1);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const run = (index: number): void => {
    const command = found[index]?.item;
    if (!command) return;
    onDone();
    command.run();
  };

  return (
    <>
      <input
        className="palette-input"
        role="combobox"
        aria-label="Search commands"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${found[at].item.id}` : undefined}
        placeholder="Type what you want to do"
        // The palette is opened to type in it.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setChosen((at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(at);
          }
        }}
      />
      <div id="palette-list" ref={list} role="listbox" aria-label="Commands" className="palette-list">
        {found.map(({ item, match }, index) => (
          // The text field keeps the focus and the keys; the pointer only clicks.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={item.id}
            id={`palette-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={index === at ? 'palette-row on' : 'palette-row'}
            onPointerMove={() => index !== at && setChosen(index)}
            onClick={() => run(index)}
          >
            <Highlighted text={item.title} positions={match.positions} />
            <span className="quiet">{item.group}</span>
            {item.shortcuts[0] !== undefined && <kbd>{shortcutText(item.shortcuts[0], isMac())}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p className="empty">No command is called that.</p>}
      </div>
    </>
  );
}

function Highlighted({ text, positions }: { readonly text: string; readonly positions: readonly number[] }) {
  const lit = new Set(positions);
  return (
    <span className="palette-title">
      {[...text].map((letter, index) => (
        // Letters have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Fragment key={index}>{lit.has(index) ? <b>{letter}</b> : letter}</Fragment>
      ))}
    </span>
  );
}
