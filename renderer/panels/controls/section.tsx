import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** Place in the order of the work. */
  readonly number?: number;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a side panel. */
export function Section({ title, number, aside, children }: Props) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        {number !== undefined && (
          <span className="section-number" aria-hidden>
            {number}
          </span>
        )}
        <h3 id={id}>{title}</h3>
        {aside !== undefined && <span className="section-aside">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
