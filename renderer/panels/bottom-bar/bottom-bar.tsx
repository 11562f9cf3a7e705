import { ChannelStrip } from './channel-strip.tsx';
import { CursorReadout } from './cursor-readout.tsx';
import { DimensionSliders } from './dimension-sliders.tsx';
import { JobStrip } from './job-strip.tsx';
import { ZoomControls } from './zoom-controls.tsx';

export function BottomBar() {
  return (
    <footer className="bottom-bar">
      <DimensionSliders />
      <ChannelStrip />
      <div className="bottom-right">
        <div className="bottom-line">
          <JobStrip />
          <ZoomControls />
        </div>
        <CursorReadout />
      </div>
    </footer>
  );
}
