/** What can be put on the stage: a list of every kind that the window has to look well with. */
import type { DownloadRow } from '../../../contract/download.ts';
import { Queue } from '../../../contract/queue.ts';
import { actorOf, segmentsOf, type Actor, type Scene } from './stage.ts';

const mib = 1024 * 1024;
const gib = 1024 * mib;
const minute = 60_000;
const hour = 60 * minute;
const fedora = 'https://ftp.uni.example.edu/fedora/releases/44/Workstation/x86_64/iso';
const sha = '9bc6028870aef3f74f4e16b900008179e78b130e6b0b9a140635434a46cdf98b';

function mixed(): Actor[] {
  const now = Date.now();
  const at = (minutes: number): number => now - minutes * minute;
  return [
    actorOf(
      {
        id: 'fedora',
        name: 'Fedora-Workstation-Live-44-1.2.x86_64.iso',
        status: 'downloading',
        size: 2.4 * gib,
        addedAt: at(1),
        position: 1,
      },
      {
        segments: segmentsOf(2.4 * gib, [1, 0.62, 0.48, 1, 0.35, 0.71, 0.16, 0.29], [1, 1, 3]).map((segment, index) => ({
          ...segment,
          source: index % 3 === 1 ? 1 : 0,
        })),
        speeds: [2.1 * mib, 1.6 * mib, 0.7 * mib, 1.9 * mib],
        detail: {
          finalUrl: `${fedora}/Fedora-Workstation-Live-44-1.2.x86_64.iso`,
          contentType: 'application/x-iso9660-image',
          hosts: ['ftp.uni.example.edu', 'mirror.netcologne.example'],
          sources: [
            { link: `${fedora}/Fedora-Workstation-Live-44-1.2.x86_64.iso`, status: 'in_use', failure: null },
            { link: 'https://mirror.netcologne.example/fedora/Fedora-Workstation-Live-44-1.2.x86_64.iso', status: 'in_use', failure: null },
            { link: 'https://fedora.mirror.example.org/44/Fedora-Workstation-Live-44-1.2.x86_64.iso', status: 'waiting', failure: null },
            {
              link: 'http://old.mirror.example/f44.iso',
              status: 'failed',
              failure: { code: 'NOT_FOUND', message: 'The server has no such file (404)', retryable: false },
            },
          ],
          expected: [{ algorithm: 'sha256', value: sha, origin: 'sidecar' }],
          notices: [
            { code: 'redirected', message: 'https://ftp.uni.example.edu', at: at(1) },
            { code: 'checksum_found', message: 'SHA256SUMS, beside the file', at: at(1) },
            { code: 'retrying', message: 'the connection was reset; the chunk goes on from byte 644,245,094', at: now },
          ],
        },
      },
    ),
    actorOf(
      { id: 'blender', name: 'blender-6.1-linux-x64.tar.xz', status: 'downloading', size: 412 * mib, addedAt: at(2), position: 2 },
      { segments: segmentsOf(412 * mib, [0.9, 0.84, 0.8, 0.77]), speeds: [0.3 * mib, 0.2 * mib] },
    ),
    actorOf(
      {
        id: 'stream',
        name: 'live-recording.webm',
        status: 'downloading',
        size: null,
        received: 48 * mib,
        addedAt: at(3),
        resumable: false,
        position: 3,
      },
      { segments: [{ start: 0, end: 1e15, received: 48 * mib, speed: 0, state: 'active', tries: 1 }], speeds: [0.6 * mib] },
    ),
    actorOf({
      id: 'probing',
      name: 'dataset-2026-q3.parquet',
      status: 'probing',
      size: null,
      resumable: null,
      addedAt: at(3.5),
      position: 4,
    }),
    actorOf(
      {
        id: 'waiting',
        name: 'postgres-19.0.tar.bz2',
        status: 'waiting',
        size: 24 * mib,
        addedAt: at(4),
        retryAt: now + 24_000,
        error: { code: 'BUSY', message: 'the server answered 503', retryable: true },
        position: 5,
      },
      { segments: segmentsOf(24 * mib, [-0.6, -0.2]) },
    ),
    actorOf({
      id: 'verifying',
      name: 'Ubuntu 26.10 Desktop (64-bit).iso',
      queue: 'large',
      status: 'verifying',
      size: 5.8 * gib,
      received: 5.8 * gib,
      addedAt: at(5),
      position: 6,
    }),
    actorOf(
      { id: 'paused', name: 'Die Vermessung der Welt – Hörbuch.m4a', status: 'paused', size: 318 * mib, addedAt: at(6), position: 7 },
      { segments: segmentsOf(318 * mib, [-1, -0.4, -0.1, -0]) },
    ),
    actorOf({
      id: 'queued',
      name: 'nasa-lunar-mosaic-27k.tif',
      queue: 'night',
      priority: 'high',
      status: 'queued',
      size: null,
      resumable: null,
      addedAt: at(7),
      position: 8,
    }),
    actorOf({
      id: 'missing',
      name: 'driver-setup-1.0.3.exe',
      status: 'failed',
      size: null,
      addedAt: at(30),
      error: { code: 'NOT_FOUND', message: 'the server answered 404 Not Found', retryable: false },
      position: 9,
    }),
    actorOf(
      {
        id: 'mismatch',
        name: 'wallet-desktop-3.2.AppImage',
        status: 'failed',
        size: 96 * mib,
        received: 96 * mib,
        addedAt: at(55),
        error: {
          code: 'CHECKSUM',
          message: `The file's sha256 is ${'1f2e'.repeat(16)} and should be ${sha}; fetched again, it came the same`,
          retryable: false,
          details: { algorithm: 'sha256', expected: sha, actual: '1f2e'.repeat(16), origin: 'user' },
        },
        position: 10,
      },
      { segments: segmentsOf(96 * mib, [1, 1, 1, 1]) },
    ),
    actorOf(
      {
        id: 'debian',
        name: 'debian-14.2.0-amd64-netinst.iso',
        status: 'completed',
        size: 671 * mib,
        received: 671 * mib,
        addedAt: at(80),
        finishedAt: at(76),
        sha256: sha,
        checks: [{ algorithm: 'sha256', expected: sha, actual: sha, origin: 'user', ok: true }],
        position: 11,
      },
      { segments: segmentsOf(671 * mib, [1, 1, 1, 1]), detail: { contentType: 'application/x-iso9660-image' } },
    ),
    actorOf({
      id: 'paper',
      name: 'A Half-Open Interval of One’s Own.pdf',
      status: 'completed',
      size: 3.1 * mib,
      received: 3.1 * mib,
      addedAt: at(26 * 60),
      finishedAt: at(26 * 60),
      sha256: 'c0ffee'.repeat(10) + 'cafe',
      position: 12,
    }),
    actorOf({
      id: 'gone',
      name: 'summer-photos.zip',
      status: 'completed',
      size: 1.2 * gib,
      received: 1.2 * gib,
      addedAt: at(50 * 60),
      finishedAt: at(50 * 60),
      sha256: 'd1ce'.repeat(16),
      present: false,
      position: 13,
    }),
  ];
}

/** The default one, one that is closed for three more hours, and one that is slow by day. */
function queues(): Queue[] {
  const later = new Date(Date.now() + 3 * hour);
  const start = later.getHours() * 60;
  const everyDay = [0, 1, 2, 3, 4, 5, 6];
  return [
    Queue.parse({ id: 'night', name: 'Night', maxActive: 2, hours: { start, end: (start + 8 * 60) % 1440, days: everyDay } }),
    Queue.parse({
      id: 'large',
      name: 'Large files',
      maxActive: 1,
      timedLimit: { limitRate: 2 * mib, hours: { start: 8 * 60, end: 22 * 60, days: [1, 2, 3, 4, 5] } },
    }),
  ];
}

const kinds = ['iso', 'tar.gz', 'zip', 'mp4', 'pdf', 'flac', 'deb'];

function many(count: number, active: number): Actor[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const size = (1 + ((index * 7919) % 4000)) * mib;
    const part = {
      id: `many-${index}`,
      name: `collection-${String(index + 1).padStart(5, '0')}.${kinds[index % kinds.length]}`,
      addedAt: now - index * minute,
      position: index,
      size,
    };
    if (index < active) {
      const fractions = Array.from({ length: 8 }, (__, segment) => ((index * 37 + segment * 23) % 90) / 100);
      return actorOf({ ...part, status: 'downloading' }, { segments: segmentsOf(size, fractions), speeds: [0.4 * mib, 0.2 * mib] });
    }
    const rest: Partial<DownloadRow> & { status: DownloadRow['status'] } =
      index % 11 === 0
        ? { status: 'failed', error: { code: 'STALLED', message: 'no byte for 30 s', retryable: true }, received: size / 3 }
        : index % 5 === 0
          ? { status: 'queued', received: 0 }
          : { status: 'completed', received: size, finishedAt: now - index * minute + hour / 6, sha256: sha };
    return actorOf({ ...part, ...rest });
  });
}

export const scenes: Readonly<Record<string, () => Scene>> = {
  empty: () => ({ actors: [] }),
  one: () => ({ actors: mixed().slice(0, 1) }),
  mixed: () => ({ actors: mixed(), queues: queues() }),
  done: () => ({ actors: mixed().filter(({ row }) => row.status === 'completed' || row.status === 'paused'), ending: 'shutdown' }),
  handedOver: () => ({
    actors: mixed(),
    handedOver: ['archive.tar.zst', 'notes.pdf', 'talk.webm'].map((name) => `https://files.example.org/${name}`).join('\n'),
  }),
  handedOverOne: () => ({ actors: mixed(), handedOver: 'https://files.example.org/archive.tar.zst' }),
  thousand: () => ({ actors: many(1000, 12) }),
  tenThousand: () => ({ actors: many(10_000, 50) }),
  lasting: () => ({ actors: many(10_000, 50), lasting: true, beat: 25 }),
};
