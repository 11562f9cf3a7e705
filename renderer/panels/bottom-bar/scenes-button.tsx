import { CaretUp } from '@blueprintjs/icons';
import type { ImageInfo } from '#core/model/image.ts';
import { useApp, useFrame } from '../app-context.tsx';
import { Popup } from '../controls/popup.tsx';
import { SceneNavigator } from '../scenes/scene-navigator.tsx';

/** Opens the list of scenes and the plate. */
export function ScenesButton({ info }: { readonly info: ImageInfo }) {
  const app = useApp();
  const open = useFrame((frame) => frame.scenesOpen);
  const setOpen = (scenesOpen: boolean): void => app.frame.patch({ scenesOpen });
  return (
    <Popup
      placement="top-start"
      open={open}
      onOpen={setOpen}
      content={<SceneNavigator info={info} onDone={() => setOpen(false)} />}
    >
      <button type="button" className="axis-name" aria-label="Scenes and wells" data-tip="Scenes and wells  ·  Shift+S">
        Scene
        <CaretUp size={12} />
      </button>
    </Popup>
  );
}
