import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

/** `npm run screenshots`: takes the pictures of the README from the running window. */
export default defineConfig({ ...config, testMatch: '**/*.pictures.ts' });
