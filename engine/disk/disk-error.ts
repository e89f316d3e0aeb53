/** What the file system says, in our words. */
import { DownloadError, type ErrorCode } from '../../contract/errors.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'NO_SPACE',
  EDQUOT: 'NO_SPACE',
  EACCES: 'NO_PERMISSION',
  EPERM: 'NO_PERMISSION',
  EROFS: 'NO_PERMISSION',
  ENOENT: 'BAD_PATH',
  ENOTDIR: 'BAD_PATH',
  EISDIR: 'BAD_PATH',
  ELOOP: 'BAD_PATH',
  EINVAL: 'BAD_PATH',
  ENAMETOOLONG: 'BAD_PATH',
  EEXIST: 'FILE_EXISTS',
  EFBIG: 'FILE_TOO_LARGE',
};

const reasons: Partial<Record<ErrorCode, string>> = {
  NO_SPACE: 'the disk is full',
  NO_PERMISSION: 'no permission',
  BAD_PATH: 'there is no such place',
  FILE_EXISTS: 'the file exists',
  FILE_TOO_LARGE: 'the file system takes no file of this size',
  DISK_IO: 'the disk reports an error',
};

/** @param doing what was tried, as it would stand after "could not": "write to /a/b". */
export function diskError(thrown: unknown, doing: string): DownloadError {
  if (thrown instanceof DownloadError) return thrown;
  const errno = (thrown as NodeJS.ErrnoException).code;
  if (errno === undefined) return new DownloadError('INTERNAL', `Could not ${doing}: ${String(thrown)}`, { cause: thrown });
  const code = codes[errno] ?? 'DISK_IO';
  return new DownloadError(code, `Could not ${doing}: ${reasons[code] ?? errno} (${errno})`, { cause: thrown, details: { errno } });
}

export const isErrno = (thrown: unknown, ...errnos: string[]): boolean =>
  errnos.includes((thrown as NodeJS.ErrnoException | null)?.code ?? '');
