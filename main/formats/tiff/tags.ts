/** Numbers of TIFF 6.0 and its extensions, as far as Grove reads or writes them. */
export const Tag = {
  newSubfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  software: 305,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subIfds: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  lsmInfo: 34412,
} as const;

export const Compression = {
  none: 1,
  ccittRle: 2,
  ccittFax3: 3,
  ccittFax4: 4,
  lzw: 5,
  oldJpeg: 6,
  jpeg: 7,
  deflate: 8,
  packBits: 32773,
  oldDeflate: 32946,
  zstd: 50000,
} as const;

/** As they are told to users. */
export const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  [Compression.none]: 'none',
  [Compression.ccittRle]: 'CCITT RLE',
  [Compression.ccittFax3]: 'CCITT fax 3',
  [Compression.ccittFax4]: 'CCITT fax 4',
  [Compression.lzw]: 'LZW',
  [Compression.jpeg]: 'JPEG',
  [Compression.deflate]: 'Deflate',
  [Compression.oldDeflate]: 'Deflate',
  [Compression.packBits]: 'PackBits',
  [Compression.zstd]: 'zstd',
};

export const Photometric = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  yCbCr: 6,
} as const;

export const Predictor = { none: 1, horizontal: 2, floatingPoint: 3 } as const;
