/** Every IPC channel there is between window and main process. */
export const CHANNELS = {
  call: 'grove:call',
  cancel: 'grove:cancel',
  progress: 'grove:progress',
  event: 'grove:event',
  command: 'grove:command',
  chooseFiles: 'grove:choose-files',
} as const;
