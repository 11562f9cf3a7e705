import { Search } from '@blueprintjs/icons';
import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useCommand, useFrame, useWorkspace } from '../app-context.tsx';
import { ComputeIndicator } from './compute-indicator.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { StepTabs } from './step-tabs.tsx';

export function TopBar() {
  const hasProject = useWorkspace((workspace) => workspace.project !== null);
  const connected = useFrame((frame) => frame.connected);
  const { command } = useCommand('window.palette');
  return (
    <header className="top-bar">
      <span className="brand">Grove</span>
      <ProjectMenu />
      {hasProject && <StepTabs />}
      <div className="top-right">
        {!connected && (
          <span className="disconnected" role="alert">
            Connection lost – trying again…
          </span>
        )}
        <button type="button" className="quiet-button" data-tip="Find any command by typing" onClick={command.run}>
          <Search size={12} /> Commands <kbd>{shortcutText('mod+k', isMac())}</kbd>
        </button>
        <ComputeIndicator />
      </div>
    </header>
  );
}
