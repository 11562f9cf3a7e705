/** Flags under which Debian's Chromium runs headless without reaching for the network; harmless elsewhere. */
export const BROWSER_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Frames are drawn by the CPU where there is no GPU.
  '--enable-unsafe-swiftshader',
];
