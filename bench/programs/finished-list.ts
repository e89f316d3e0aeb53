/**
 * Fills a list with finished downloads.
 *
 *   node finished-list.ts DATABASE COUNT
 */
import { silent } from '../../service/log.ts';
import { openStore } from '../../service/store/store.ts';
import type { DownloadRecord } from '../../service/store/record.ts';

const [database = '', count = '0'] = process.argv.slice(2);

const record = (index: number): DownloadRecord => {
  const url = `https://files.example/archive/${index}/some-release-${index}.tar.gz`;
  const name = `some-release-${index}.tar.gz`;
  const path = `/home/user/Downloads/${name}`;
  const size = 1_000_000 + index;
  return {
    id: crypto.randomUUID(),
    position: index + 1,
    addedAt: 1_700_000_000_000 + index * 60_000,
    url,
    folder: '/home/user/Downloads',
    queue: 'default',
    priority: 'normal',
    startNow: false,
    choices: {},
    secrets: {},
    state: {
      status: 'completed',
      completion: {
        path,
        size,
        sha256: 'ab'.repeat(32),
        checks: [],
        finishedAt: 1_700_000_100_000 + index * 60_000,
        elapsed: 1234,
        skipped: false,
      },
    },
    resource: { name, path, size, resumable: true, finalUrl: url, validator: `"${index}"`, contentType: 'application/gzip' },
    received: size,
  };
};

const store = openStore(database, silent);
store.saveDownloads(Array.from({ length: Number(count) }, (_, index) => record(index)));
store.close();
