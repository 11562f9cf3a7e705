import { Dialog } from '@blueprintjs/core';
import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useApp } from '../app-context.tsx';

const MOUSE: readonly (readonly [string, string])[] = [
  ['Wheel', 'Zoom to the pointer'],
  ['Middle button or Space + drag', 'Move the image'],
  ['Double click', 'Fit the image'],
];

/** Every key in one place. */
export function ShortcutsDialog() {
  const app = useApp();
  const withKeys = app.commands.filter((command) => command.shortcuts.length > 0 && !/^class\.[2-9]$/.test(command.id));
  const groups = [...new Set(withKeys.map((command) => command.group))];
  return (
    <Dialog
      isOpen
      title="Keyboard shortcuts"
      className="dialog wide-dialog"
      transitionDuration={0}
      onClose={() => app.frame.patch({ dialog: null })}
    >
      <div className="dialog-body shortcut-scroll">
        <div className="shortcut-groups">
          {groups.map((group) => (
            <section key={group}>
              <h4>{group}</h4>
              <dl className="shortcuts">
                {withKeys
                  .filter((command) => command.group === group)
                  .map((command) => (
                    <div key={command.id}>
                      <dt>{command.id === 'class.1' ? 'Classes 1 to 9' : command.title}</dt>
                      <dd>
                        {command.id === 'class.1' ? (
                          <kbd>1…9</kbd>
                        ) : (
                          command.shortcuts.map((chord) => <kbd key={chord}>{shortcutText(chord, isMac())}</kbd>)
                        )}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
          <section>
            <h4>Pointer</h4>
            <dl className="shortcuts">
              {MOUSE.map(([gesture, meaning]) => (
                <div key={gesture}>
                  <dt>{meaning}</dt>
                  <dd>{gesture}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </Dialog>
  );
}
