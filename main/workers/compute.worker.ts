import { workerData } from 'node:worker_threads';
import type { WorkerSetup } from '../engines/job-messages.ts';
import { keepDecoded } from '../formats/open-image.ts';
import type { Jobs } from '../services/ports.ts';
import { jobTable } from './jobs/job-table.ts';
import { serveJobs } from './serve-jobs.ts';

/** Decoded parts of image files kept by all threads together, and the least and most that one keeps. */
const DECODED_BYTES = 64 * 2 ** 20;
const LEAST_BYTES = 8 * 2 ** 20;
const MOST_BYTES = 40 * 2 ** 20;

/** Entry of a compute thread. */
const { threads } = workerData as WorkerSetup;
keepDecoded(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, DECODED_BYTES / threads)));
serveJobs<Jobs>(jobTable);
