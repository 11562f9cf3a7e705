import { useEffect } from 'react';
import { useFrame, useWorkspace } from '../app-context.tsx';
import { BottomBar } from '../bottom-bar/bottom-bar.tsx';
import { TipLayer } from '../controls/tip-layer.tsx';
import { CommandPalette } from '../dialogs/command-palette.tsx';
import { DialogLayer } from '../dialogs/dialog-layer.tsx';
import { DropTarget } from '../images/drop-target.tsx';
import { TopBar } from '../top-bar/top-bar.tsx';
import { ViewerArea } from '../viewer/viewer-area.tsx';
import { LeftPanel } from './left-panel.tsx';
import { RightPanel } from './right-panel.tsx';
import { StartScreen } from './start-screen.tsx';
import { ToastLayer } from './toast-layer.tsx';
import { useKeyboard } from './use-keyboard.ts';
import { useRememberedFrame } from './use-remembered-frame.ts';

/** The whole window. */
export function AppFrame() {
  useKeyboard();
  useRememberedFrame();
  const ready = useFrame((frame) => frame.ready);
  const leftWidth = useFrame((frame) => frame.leftWidthPx);
  const rightOpen = useFrame((frame) => frame.rightOpen);
  const name = useWorkspace((workspace) => workspace.project?.name ?? null);
  const hasProject = name !== null;
  useEffect(() => {
    document.title = name === null ? 'Grove' : `${name} – Grove`;
  }, [name]);
  return (
    <div
      className={`app ${hasProject ? (rightOpen ? '' : 'right-closed') : 'no-project'}`}
      style={{ ['--left' as string]: `${leftWidth}px` }}
    >
      <TopBar />
      {hasProject ? (
        <>
          <main className="middle">
            <LeftPanel />
            <ViewerArea />
            <RightPanel />
          </main>
          <BottomBar />
        </>
      ) : (
        ready && <StartScreen />
      )}
      <ToastLayer />
      <DialogLayer />
      <CommandPalette />
      <DropTarget />
      <TipLayer />
    </div>
  );
}
