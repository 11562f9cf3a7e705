/** Builds the window: `vite build renderer`, with the paths of the page relative, so that it loads over http and app://. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy wants files, not data.
    assetsInlineLimit: 0,
    // One local page: a second request costs nothing and saves nothing.
    chunkSizeWarningLimit: 5000,
  },
});
