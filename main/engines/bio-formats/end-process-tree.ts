import { spawnSync } from 'node:child_process';
import { platform } from 'node:os';

/**
 * Ends a process that was started as the leader of a group of its own, with everything it started. Asks first on POSIX systems
 * unless `force` is set; Windows cannot ask. One that is gone already is fine.
 */
export function endProcessTree(pid: number, force: boolean): void {
  if (platform() === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, force ? 'SIGKILL' : 'SIGTERM');
  } catch {
    // No such group any more.
  }
}
