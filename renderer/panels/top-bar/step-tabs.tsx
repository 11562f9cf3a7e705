import type { Step } from '../../state/workspace.ts';
import { useApp, useWorkspace } from '../app-context.tsx';

const STEPS: readonly { readonly step: Step; readonly title: string; readonly later?: string }[] = [
  { step: 'images', title: 'Images' },
  { step: 'label', title: 'Label & train' },
  { step: 'models', title: 'Models' },
  { step: 'analyse', title: 'Analyse', later: 'Measuring objects comes in a later version.' },
  { step: 'objects', title: 'Classify objects', later: 'Classifying objects comes in a later version.' },
  { step: 'automate', title: 'Automate', later: 'Batches and scripts come in a later version.' },
];

/** The steps in the order of the work. */
export function StepTabs() {
  const app = useApp();
  const current = useWorkspace((workspace) => workspace.step);
  const move = (from: number, by: number): void => {
    const open = STEPS.filter((one) => one.later === undefined);
    const next = open[(from + by + open.length) % open.length];
    app.view.setStep(next.step);
    document.getElementById(`step-${next.step}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Steps">
      {STEPS.map(({ step, title, later }, index) => (
        <button
          key={step}
          id={`step-${step}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={step === current}
          aria-disabled={later !== undefined}
          tabIndex={step === current ? 0 : -1}
          data-tip={later}
          onClick={() => later === undefined && app.view.setStep(step)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(index, 1);
            else if (event.key === 'ArrowLeft') move(index, -1);
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
