import { Add, Document, FolderOpen, LabTest } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useApp, useFrame, useJobs } from '../app-context.tsx';
import { ago } from '../formats.ts';
import { useClock } from '../quality/use-clock.ts';

/** What is seen while no project is open. */
export function StartScreen() {
  const app = useApp();
  const recent = useFrame((frame) => frame.recent);
  const now = useClock();
  const busy = useJobs().find((job) => job.kind === 'project' || job.kind === 'images');
  return (
    <main className="start">
      <div className="start-inner">
        <h1>Grove</h1>
        <p className="lead">Paint a few examples, train, and have every pixel sorted.</p>
        <div className="start-choices">
          <Choice icon={<LabTest size={20} />} title="Open the sample project" onClick={() => void app.project.openSample()}>
            Fluorescent nuclei, two images: from the first stroke to a segmentation in two minutes.
          </Choice>
          <Choice icon={<Document size={20} />} title="Open an image…" onClick={() => void app.images.choose()}>
            CZI, OME-TIFF, OME-Zarr, TIFF, PNG or JPEG. A project is made beside it; the image itself is never changed.
          </Choice>
          <Choice icon={<FolderOpen size={20} />} title="Open a project…" onClick={() => void app.project.open()}>
            A .grove file: images, labels, models and history in one place.
          </Choice>
          <Choice icon={<Add size={20} />} title="New project…" onClick={() => void app.project.create()}>
            An empty project where you want it.
          </Choice>
        </div>
        <p className="quiet start-note" role="status">
          {busy ? `${busy.title}…` : 'You can also drop images here.'}
        </p>
        {recent.length > 0 && (
          <section aria-labelledby="recent-title">
            <h2 id="recent-title">Recent projects</h2>
            <ul className="rows" aria-label="Recent projects">
              {recent.map((one) => (
                <li key={one.path}>
                  <button
                    type="button"
                    className="row"
                    disabled={!one.exists}
                    data-tip={one.exists ? one.path : `${one.path} is not there any more`}
                    onClick={() => void app.project.open(one.path)}
                  >
                    <span className="name">{one.name}</span>
                    <span className="quiet path">{one.path}</span>
                    <span className="quiet">{one.exists ? ago(one.opened, now) : 'gone'}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}

interface ChoiceProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: string;
  onClick(): void;
}

function Choice({ icon, title, children, onClick }: ChoiceProps) {
  return (
    <button type="button" className="choice" aria-label={title} onClick={onClick}>
      {icon}
      <span>
        <strong>{title}</strong>
        <span className="quiet">{children}</span>
      </span>
    </button>
  );
}
