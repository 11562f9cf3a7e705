import { useEffect, useRef } from 'react';
import { createViewer, type Viewer, type ViewerOptions } from './viewer.ts';

declare global {
  interface Window {
    /** The viewer on screen, only where the address asks for it with `?probe`. */
    __groveViewer?: Viewer;
  }
}

export interface ViewerViewProps extends Omit<ViewerOptions, 'container'> {
  /** Called with the viewer when it is on screen and with null when it has gone. */
  readonly onViewer: (viewer: Viewer | null) => void;
}

/** The viewer, filling its parent. The properties are those of the first rendering; later ones are not looked at. */
export function ViewerView(props: ViewerViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const first = useRef(props);

  useEffect(() => {
    if (!container.current) return;
    const { onViewer, ...options } = first.current;
    const viewer = createViewer({ ...options, container: container.current });
    const probed = new URLSearchParams(window.location.search).has('probe');
    if (probed) window.__groveViewer = viewer;
    onViewer(viewer);
    return () => {
      onViewer(null);
      if (probed) delete window.__groveViewer;
      viewer.destroy();
    };
  }, []);

  return <div ref={container} style={{ width: '100%', height: '100%' }} />;
}
