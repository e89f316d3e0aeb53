/** Where files go, as far as the window can tell before the service has decided it. */
import { isWholePath } from '../input/amounts.ts';
import { useConnection } from './connection.ts';
import { useSettings } from './settings.ts';

/** Where a download goes when nothing else is said. */
export function useUsualFolder(): string {
  const chosen = useSettings((state) => state.settings.folder);
  const own = useConnection((connection) => connection.info?.downloadsFolder ?? '');
  return chosen === '' ? own : chosen;
}

/** A folder as it is meant: what does not say where it starts starts at the usual one. */
export function useFolderReader(): (folder: string) => string {
  const usual = useUsualFolder();
  const platform = useConnection((connection) => connection.info?.platform ?? 'linux');
  const separator = platform === 'win32' ? '\\' : '/';
  return (folder) => {
    if (folder === '') return usual;
    return isWholePath(folder, platform) || /^~(?:$|\/)/.test(folder) ? folder : `${usual}${separator}${folder}`;
  };
}
