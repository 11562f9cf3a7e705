import type { RecentProject } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { Dispatch } from '../services/dispatch.ts';

/** Opens the sample project where no project was ever opened. Failing to do so is told, but is no reason not to start. */
export async function openSampleOnFirstStart(dispatch: Dispatch): Promise<void> {
  try {
    const recent = (await dispatch.call('project.recent', {})) as readonly RecentProject[];
    const current = await dispatch.call('project.current', {});
    if (recent.length === 0 && current === null) await dispatch.call('project.openSample', {});
  } catch (thrown) {
    console.error(`The sample project could not be opened: ${GroveError.from(thrown).message}`);
  }
}
