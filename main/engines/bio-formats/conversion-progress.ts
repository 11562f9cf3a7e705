/** How far a conversion is, from what bfconvert prints and from the size of what it has written. */
export interface ConversionProgress {
  line(text: string): void;
  written(bytes: number): void;
  /** 0…1, never less than before. */
  share(): number;
}

const PLANES = /^\s*(Series \d+: c|C)onverted (\d+)\/(\d+) planes/;

/** Compressed pixels are rarely larger than the source, and often smaller: this much is never passed by guessing. */
const MOST_GUESSED = 0.95;

/**
 * An image of one series and several planes is counted: "Converted 12/40 planes (30%)" says all. With several series nobody says
 * how many there are ("Series 2: converted 1/3 planes (33%)"), and a single large plane is reported only when it is finished;
 * then the bytes written are set against the bytes of the source. Planes counted again are those of a coarser resolution.
 */
export function createConversionProgress(sourceBytes: number): ConversionProgress {
  let counted = 0;
  let several = false;
  let finestDone = false;
  let guessed = 0;
  let told = 0;
  return {
    line(text) {
      const [, series, done, total] = PLANES.exec(text) ?? [];
      if (done === undefined || total === undefined) return;
      several ||= series!.startsWith('Series');
      if (several || finestDone || Number(total) <= 1) return;
      counted = MOST_GUESSED * Math.min(1, Number(done) / Number(total));
      finestDone = done === total;
    },
    written(bytes) {
      guessed = sourceBytes > 0 ? Math.min(MOST_GUESSED, bytes / sourceBytes) : 0;
    },
    share() {
      told = Math.max(told, several || counted === 0 ? guessed : counted);
      return told;
    },
  };
}
