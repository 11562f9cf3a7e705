import { firstSchema } from './0010-first-schema.ts';
import { qualityReports } from './0020-quality-reports.ts';
import type { Migration } from './migration.ts';

/** Every step of the file format, oldest first. */
export const MIGRATIONS: readonly Migration[] = [firstSchema, qualityReports];
