/** Where progress goes: standard error, never the output. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(stage: string, done: number, total: number, secondsLeft?: number | null): void;
  /** Leaves the terminal as it was. */
  end(): void;
}

const LINES_WITHOUT_TERMINAL = 4;

/** On a terminal one line that is written over; elsewhere a line at each quarter, so that logs stay short. */
export function createProgressLine(output: ProgressOutput): ProgressLine {
  let shown = '';
  let quarter = '';
  return {
    show(stage, done, total, secondsLeft = null) {
      const share = total > 0 ? done / total : 0;
      const left = secondsLeft === null || done >= total ? '' : `, ${Math.ceil(secondsLeft)} s left`;
      const text = `${stage} ${Math.floor(share * 100)} %${left}`;
      if (output.isTTY) {
        if (text !== shown) output.write(`\r\x1b[K${text}`);
        shown = text;
        return;
      }
      const reached = `${stage} ${Math.floor(share * LINES_WITHOUT_TERMINAL)}`;
      if (reached === quarter || share === 0) return;
      quarter = reached;
      output.write(`${text}\n`);
    },
    end() {
      if (shown !== '') output.write('\r\x1b[K');
      shown = '';
    },
  };
}
