/** Where things are kept, by each system's own conventions. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of the list, the settings and the logs. */
export function dataFolder(platform: NodeJS.Platform = process.platform, environment: Environment = process.env, home = homedir()): string {
  switch (platform) {
    case 'win32':
      return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Rangefinder', 'server');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Rangefinder', 'server');
    default:
      return join(absolute(environment['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'rangefinder');
  }
}

/** The user's own downloads folder; on Linux it may have any name, in any language. */
export function downloadsFolder(environment: Environment = process.env, home = homedir()): string {
  const configured = process.platform === 'linux' ? xdgDownloadsFolder(environment, home) : null;
  return configured ?? join(home, 'Downloads');
}

/** As `xdg-user-dirs` writes it: `XDG_DOWNLOAD_DIR="$HOME/…"`, or an absolute path. */
function xdgDownloadsFolder(environment: Environment, home: string): string | null {
  const file = join(absolute(environment['XDG_CONFIG_HOME']) ?? join(home, '.config'), 'user-dirs.dirs');
  try {
    const [, folder] = /^\s*XDG_DOWNLOAD_DIR="(.*)"\s*$/m.exec(readFileSync(file, 'utf8')) ?? [];
    return absolute(folder?.replace(/^\$HOME(?=\/|$)/, home));
  } catch {
    return null;
  }
}

/** The XDG specification has relative paths ignored. */
const absolute = (path: string | undefined): string | null => (path && isAbsolute(path) ? path : null);
