import type { Database } from 'better-sqlite3';
import { scoresOf } from '#core/evaluation/class-scores.ts';
import type { QualityReport, Validation } from '#core/model/quality.ts';

/** Quality reports of model versions. */
export interface ReportRepository {
  get(modelId: string): QualityReport | null;
  /** Takes the place of an older report of the version. */
  put(report: QualityReport): void;
}

export function createReportRepository(db: Database): ReportRepository {
  const select = db.prepare<[string], { report: string }>('SELECT report FROM quality_reports WHERE model_id = ?');
  const insert = db.prepare('INSERT OR REPLACE INTO quality_reports (model_id, report) VALUES (?, ?)');
  return {
    get(modelId) {
      const row = select.get(modelId);
      if (row === undefined) return null;
      const report = JSON.parse(row.report) as QualityReport;
      return { ...report, blocks: rescored(report.blocks), images: rescored(report.images) };
    },
    put: (report) => void insert.run(report.modelId, JSON.stringify(report)),
  };
}

/** JSON knows no NaN, which stands in scores of classes that nothing was given; counts hold all that scores are made of. */
function rescored(validation: Validation | null): Validation | null {
  return validation === null ? null : { ...validation, ...scoresOf(validation.confusion) };
}
