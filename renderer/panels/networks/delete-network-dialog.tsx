import { Dialog } from '@blueprintjs/core';
import type { NetworkInfo } from '#core/model/network.ts';
import { useApp } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';

interface Props {
  readonly network: NetworkInfo;
  /** Projects that have used it. */
  readonly users: readonly string[];
}

/** Asks before a network is deleted, naming the projects that have used it. */
export function DeleteNetworkDialog({ network, users }: Props) {
  const app = useApp();
  const close = (): void => app.frame.patch({ dialog: null });
  return (
    <Dialog isOpen title="Delete network" className="dialog small-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p>{network.name} is taken out of the library. The file that it was imported from stays where it is.</p>
        {users.length > 0 && (
          <>
            <p className="hint danger">These projects have used it:</p>
            <ul className="plain-list" aria-label="Projects">
              {users.map((path) => (
                <li key={path}>{path}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <DialogFoot action="Delete" run={() => void app.networks.remove(network)} close={close} danger />
    </Dialog>
  );
}
