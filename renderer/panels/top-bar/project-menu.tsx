import { Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { CaretDown } from '@blueprintjs/icons';
import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useApp, useFrame, useWorkspace } from '../app-context.tsx';
import { Popup } from '../controls/popup.tsx';

const RECENT_SHOWN = 8;

/** The name of the project; a click shows what can be done with it and what was open before. */
export function ProjectMenu() {
  const app = useApp();
  const project = useWorkspace((workspace) => workspace.project);
  const recent = useFrame((frame) => frame.recent);
  const others = recent.filter((one) => one.path !== project?.path).slice(0, RECENT_SHOWN);
  const item = (id: string) => {
    const command = app.commands.find((one) => one.id === id);
    if (!command) return null;
    const [chord] = command.shortcuts;
    return (
      <MenuItem
        key={id}
        text={command.title}
        label={chord === undefined ? '' : shortcutText(chord, isMac())}
        disabled={!command.enabled()}
        onClick={command.run}
      />
    );
  };
  const menu = (
    <Menu small aria-label="Project">
      {['project.new', 'project.open', 'project.sample', 'project.saveCopy', 'project.close'].map(item)}
      <MenuDivider />
      {item('window.preferences')}
      {others.length > 0 && <MenuDivider title="Recent projects" />}
      {others.map((one) => (
        <MenuItem
          key={one.path}
          text={one.name}
          title={one.exists ? one.path : `${one.path} is not there any more`}
          disabled={!one.exists}
          onClick={() => void app.project.open(one.path)}
        />
      ))}
    </Menu>
  );
  return (
    <Popup placement="bottom-start" content={menu}>
      <button type="button" className="quiet-button project-name" aria-label="Project menu" data-tip={project?.path}>
        <span>{project ? project.name : 'No project'}</span>
        {project?.readOnly && <span className="badge">read only</span>}
        <CaretDown size={12} />
      </button>
    </Popup>
  );
}
