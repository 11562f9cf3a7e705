import { CommandButton } from '../controls/command-button.tsx';
import { AreaFractions } from './area-fractions.tsx';
import { Importance } from './importance.tsx';
import { Quality } from './quality.tsx';
import { Versions } from './versions.tsx';

/** Right panel of the Label & train step. */
export function LabelSide() {
  return (
    <>
      <Quality />
      <AreaFractions />
      <Importance />
      <Versions />
      <CommandButton id="label.next" tip="Go to the place whose labelling would teach the most">
        Label here next ▸
      </CommandButton>
    </>
  );
}
