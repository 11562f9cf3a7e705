import { useFrame } from '../app-context.tsx';
import { Popup } from '../controls/popup.tsx';

/** What computes; a click tells more. */
export function ComputeIndicator() {
  const info = useFrame((frame) => frame.app);
  const connected = useFrame((frame) => frame.connected);
  if (!info) return null;
  const threads = `CPU · ${info.threads} ${info.threads === 1 ? 'thread' : 'threads'}`;
  const details = (
    <dl className="details popover-body">
      <dt>Features and forests</dt>
      <dd>WebAssembly SIMD on {info.threads === 1 ? 'one thread' : `${info.threads} threads`}</dd>
      <dt>Host</dt>
      <dd>{info.host === 'electron' ? 'Grove desktop application' : 'Grove local server, this machine only'}</dd>
      <dt>Platform</dt>
      <dd>{info.platform}</dd>
      <dt>Version</dt>
      <dd>Grove {info.version}</dd>
    </dl>
  );
  return (
    <Popup placement="bottom-end" content={details}>
      <button type="button" className="quiet-button" aria-label={`Compute: ${threads}`} data-tip="What computes here">
        <span className={connected ? 'dot' : 'dot off'} />
        {threads}
      </button>
    </Popup>
  );
}
