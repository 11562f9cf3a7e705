import { useApp, useResults, useWorkspace } from '../app-context.tsx';
import { Section } from '../controls/section.tsx';
import { ago, percent } from '../formats.ts';
import { useClock } from './use-clock.ts';

/** Every training so far; a click shows what that version makes of the image. */
export function Versions() {
  const app = useApp();
  const models = useWorkspace((workspace) => workspace.project?.models ?? null);
  const shown = useWorkspace((workspace) => workspace.model?.id ?? null);
  const live = useResults((results) => results.live);
  const now = useClock();
  if (!models || (models.length === 0 && !live)) return null;
  return (
    <Section title="Versions">
      <ul className="rows version-rows" aria-label="Versions">
        {live && (
          <li>
            <button
              type="button"
              className={live.id === shown ? 'row on' : 'row'}
              aria-current={live.id === shown}
              data-tip="The newest result of Live mode. Train & Segment keeps a version."
              onClick={() => app.models.use(live.id)}
            >
              <span className="name">Live · not kept</span>
              <span className="quiet">{percent(1 - live.report.outOfBagError)}</span>
            </button>
          </li>
        )}
        {[...models].reverse().map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={one.id === shown ? 'row on' : 'row'}
              aria-current={one.id === shown}
              data-tip={`${one.name}, version ${one.version}, ${new Date(one.created).toLocaleString()}`}
              onClick={() => app.models.use(one.id)}
            >
              <span className="name">
                v{one.version} · {ago(one.created, now)}
              </span>
              <span className="quiet">{percent(1 - one.report.outOfBagError)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
