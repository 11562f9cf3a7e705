import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder('.'),
  plugins: [react()],
  cacheDir: folder('../../../node_modules/.vite/harness'),
  server: { port: 5199, strictPort: true, fs: { allow: [folder('../../..')] } },
});
