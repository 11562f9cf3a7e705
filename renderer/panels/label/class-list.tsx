import { useState } from 'react';
import { balanceHints, totalCounts } from '../../state/balance-hints.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { CommandButton } from '../controls/command-button.tsx';
import { Section } from '../controls/section.tsx';
import { ClassRow } from './class-row.tsx';

/** The classes with their labels: choose, name, colour, order. */
export function ClassList() {
  const app = useApp();
  const project = useWorkspace((workspace) => workspace.project);
  const active = useWorkspace((workspace) => workspace.activeClass);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  if (!project) return null;

  const totals = totalCounts(project.images);
  const most = Math.max(1, ...project.classes.map((one) => totals.get(one.value) ?? 0));
  const hints = balanceHints(project.classes, project.images);
  const drop = (to: number): void => {
    if (dragged !== null) void app.classes.move(dragged, to);
    setDragged(null);
    setOver(null);
  };

  return (
    <Section number={1} title="Classes">
      <div role="radiogroup" aria-label="Classes" className="rows">
        {project.classes.map((one, index) => (
          <ClassRow
            key={one.value}
            one={one}
            place={index}
            last={project.classes.length - 1}
            count={totals.get(one.value) ?? 0}
            share={(totals.get(one.value) ?? 0) / most}
            active={one.value === active}
            dropTarget={over === index && dragged !== one.value}
            readOnly={project.readOnly}
            onDragStart={() => setDragged(one.value)}
            onDragOver={() => setOver(index)}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
            onDrop={() => drop(index)}
          />
        ))}
      </div>
      {project.classes.length === 0 && <p className="empty">Add a class, then paint a few strokes of it.</p>}
      <div className="two">
        <CommandButton id="class.add">Add class</CommandButton>
        <CommandButton id="labels.import" tip="Read labels from label images of the same size: 0 = unlabelled, k = class k">
          Import labels…
        </CommandButton>
      </div>
      <div className="two">
        <CommandButton id="labels.export" tip="Write the labels of this image to a label image">
          Export labels…
        </CommandButton>
        <CommandButton id="labels.statistics" tip="Labelled pixels by image, plane and class">
          Statistics…
        </CommandButton>
      </div>
      {hints.map((hint) => (
        <p key={hint} className="hint" role="note">
          {hint}
        </p>
      ))}
    </Section>
  );
}
