import { SmallCross } from '@blueprintjs/icons';
import { type Job, progressText } from '../../state/jobs.ts';
import { useJobs } from '../app-context.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Popup } from '../controls/popup.tsx';

/** Running work: the newest in the bar, the others a click away. */
export function JobStrip() {
  const jobs = useJobs();
  const newest = jobs.at(-1);
  if (!newest) return <div className="jobs" role="status" aria-label="Jobs" />;
  const others = jobs.slice(0, -1);
  return (
    <div className="jobs" role="status" aria-label="Jobs">
      {others.length > 0 && (
        <Popup
          placement="top"
          content={
            <div className="popover-body">
              {others.map((job) => (
                <JobLine key={job.id} job={job} />
              ))}
            </div>
          }
        >
          <button type="button" className="quiet-button" aria-label={`${others.length} more jobs`}>
            +{others.length}
          </button>
        </Popup>
      )}
      <JobLine job={newest} />
    </div>
  );
}

function JobLine({ job }: { readonly job: Job }) {
  const share = job.progress && job.progress.total > 0 ? job.progress.done / job.progress.total : 0;
  return (
    <div className="job">
      <span className="name" data-tip={job.progress?.stage}>
        {job.title}
      </span>
      <span className="bar job-bar" role="progressbar" aria-label={job.title} aria-valuenow={Math.round(100 * share)}>
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span className="job-text">{progressText(job.progress)}</span>
      <IconButton className="small" label={`Cancel ${job.title}`} icon={<SmallCross size={14} />} onClick={job.cancel} />
    </div>
  );
}
