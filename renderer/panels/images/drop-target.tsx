import { useEffect, useState } from 'react';
import type { App } from '../../state/app.ts';
import { useApp } from '../app-context.tsx';

/** Takes files dropped anywhere on the window. Shows a frame while they hover. */
export function DropTarget() {
  const app = useApp();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      openDropped(app, [...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [app]);
  return hovering ? <div className="drop-frame">Drop images, networks or a project here</div> : null;
}

function openDropped(app: App, files: readonly File[]): void {
  const { pathOfFile } = app.platform;
  if (!pathOfFile) {
    app.toasts.show(
      'info',
      'A browser does not tell where a dropped file lies. Choose it from the folders of this machine instead.',
      [{ label: 'Choose…', run: () => void app.images.choose() }],
    );
    return;
  }
  const paths = files.map(pathOfFile).filter((path) => path !== '');
  const project = paths.find((path) => path.toLowerCase().endsWith('.grove'));
  const model = paths.find((path) => path.toLowerCase().endsWith('.grovemodel'));
  const network = paths.find((path) => /\.(czann|czmodel|czseg|onnx)$/i.test(path));
  if (project !== undefined) void app.project.open(project);
  else if (network !== undefined) void app.networks.importFile(network);
  else if (model !== undefined && app.workspace.get().project) void app.models.loadFromFile(model);
  else if (paths.length > 0) void app.images.add(paths);
}
