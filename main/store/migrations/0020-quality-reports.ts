import type { Migration } from './migration.ts';

export const qualityReports: Migration = {
  version: 20,
  name: 'quality reports',
  up(db) {
    db.exec(`
      CREATE TABLE quality_reports (
        model_id TEXT PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
        report TEXT NOT NULL
      );
    `);
  },
};
