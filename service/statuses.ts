/** In which states a command means a download; in all others it is passed over. */
import type { DownloadStatus } from '../contract/download.ts';

export const pausable: readonly DownloadStatus[] = ['queued', 'probing', 'downloading', 'waiting', 'verifying'];
export const onTheWay: readonly DownloadStatus[] = ['probing', 'downloading', 'waiting'];
/** What is just being paused is among those that run: the engine has it go on when it has stopped. */
export const underWay: readonly DownloadStatus[] = ['waiting', 'probing', 'downloading', 'verifying'];
export const resumable: readonly DownloadStatus[] = ['paused', 'failed', ...underWay];
export const retryable: readonly DownloadStatus[] = [...resumable, 'completed'];
