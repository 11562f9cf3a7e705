/** What the header of a PNG or JPEG says of its pixels. */
export interface CodedImage {
  readonly width: number;
  readonly height: number;
  /** Channels that come out: 1 grey, 3 colour. */
  readonly channels: 1 | 3;
  /** 16 bits per sample. */
  readonly deep: boolean;
  /** How many bytes of pixels one byte of the file can stand for at most. */
  readonly largestExpansion: number;
  readonly notes: readonly string[];
}
