import type { Jobs } from '../services/ports.ts';
import { jobTable } from './jobs/job-table.ts';
import { serveJobs } from './serve-jobs.ts';

/** Entry of a compute thread. */
serveJobs<Jobs>(jobTable);
