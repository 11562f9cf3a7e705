import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useApp, useCommand, useJobs, useResults, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { SliderRow } from '../controls/slider.tsx';
import { FeatureSetChoice } from '../features/feature-set-choice.tsx';
import { AdvancedSettings } from './advanced-settings.tsx';
import { ChannelChoice } from './channel-choice.tsx';
import { CrfChoice } from './crf-choice.tsx';
import { OverlayChoice } from './overlay-choice.tsx';

export function TrainSection() {
  const app = useApp();
  const training = useWorkspace((workspace) => workspace.project?.training ?? null);
  const liveState = useResults((results) => results.liveState);
  const liveMessage = useResults((results) => results.liveMessage);
  const busy = useJobs().some((job) => job.kind === 'train' || job.kind === 'segment');
  const train = useCommand('train.segment');
  const live = useCommand('train.live');
  if (!training) return null;

  return (
    <Section number={3} title="Train & segment">
      <FeatureSetChoice />
      <div className="train-compare">
        <CommandButton id="train.compare" tip="Which features suit these labels best, and how settings compare">
          Suggest or compare…
        </CommandButton>
      </div>
      <ChannelChoice />
      <AdvancedSettings />
      <OverlayChoice />
      <SliderRow
        label="Minimum confidence"
        shown="Min. confidence"
        min={0}
        max={100}
        value={training.minConfidence}
        text={(value) => `${value} %`}
        tip="Pixels below stay uncoloured and are exported as 0. Acts at once on the last result."
        onChange={(minConfidence) => app.training.set({ minConfidence })}
      />
      <CrfChoice />
      <div className="two train-buttons">
        <button
          type="button"
          className="button primary"
          disabled={!train.enabled || busy}
          data-tip={`Train on all labelled training images, then segment this image  ·  ${shortcutText('t', isMac())}`}
          onClick={train.command.run}
        >
          Train &amp; Segment
        </button>
        <button
          type="button"
          role="switch"
          aria-checked={training.live}
          aria-label="Live"
          className={training.live ? 'button live on' : 'button live'}
          disabled={!live.enabled}
          data-tip={`Retrain after each stroke and redraw what is in view  ·  ${shortcutText('shift+l', isMac())}`}
          onClick={live.command.run}
        >
          Live <span className={`live-dot ${liveState}`} />
        </button>
      </div>
      {training.live && liveMessage !== null && (
        <p className="hint" role="note">
          {liveMessage}
        </p>
      )}
    </Section>
  );
}
