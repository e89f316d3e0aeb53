/** The vocabulary of one download, as every shell sees it. Byte ranges are half-open, sizes are bytes, times milliseconds. */
import { z } from 'zod';
import { CategoryId } from './category.ts';
import { checksumAlgorithms, checksumOrigins, digestLength } from './digest.ts';
import { errorCodes } from './errors.ts';
import { isHeaderName, isHeaderValue } from './headers.ts';
import { longestLink, longestName, mostConnections, mostMirrors, mostPieces } from './bounds.ts';
import { noticeCodes } from './notices.ts';
import { Priority, QueueId } from './queue.ts';

export const DownloadId = z.string().min(1).max(64);
export type DownloadId = z.infer<typeof DownloadId>;

const downloadStatuses = [
  'queued',
  'probing',
  'downloading',
  'waiting',
  'paused',
  'verifying',
  'finishing',
  'completed',
  'failed',
] as const;
export const DownloadStatus = z.enum(downloadStatuses);
export type DownloadStatus = z.infer<typeof DownloadStatus>;

export const ChecksumAlgorithm = z.enum(checksumAlgorithms);
export type ChecksumAlgorithm = z.infer<typeof ChecksumAlgorithm>;

export const ChecksumOrigin = z.enum(checksumOrigins);
export type ChecksumOrigin = z.infer<typeof ChecksumOrigin>;

export const Checksum = z
  .object({
    algorithm: ChecksumAlgorithm,
    value: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]+$/),
    origin: ChecksumOrigin.default('user'),
  })
  .refine((checksum) => checksum.value.length === digestLength[checksum.algorithm], {
    message: 'wrong length for the algorithm',
    path: ['value'],
  });
export type Checksum = z.infer<typeof Checksum>;

/** The outcome of one comparison. */
export const Check = z.object({
  algorithm: ChecksumAlgorithm,
  expected: z.string(),
  actual: z.string(),
  origin: ChecksumOrigin,
  ok: z.boolean(),
});
export type Check = z.infer<typeof Check>;

/** Digests of equal parts of a file, in order; the last part may be shorter. */
export const Pieces = z
  .object({
    algorithm: ChecksumAlgorithm,
    /** Bytes. */
    length: z.number().int().min(1),
    digests: z
      .array(z.string().regex(/^[0-9a-f]+$/))
      .min(1)
      .max(mostPieces),
  })
  .refine(({ algorithm, digests }) => digests.every((digest) => digest.length === digestLength[algorithm]), {
    message: 'wrong length for the algorithm',
    path: ['digests'],
  });
export type Pieces = z.infer<typeof Pieces>;

export const ConflictPolicy = z.enum(['rename', 'overwrite', 'skip', 'fail']);
export type ConflictPolicy = z.infer<typeof ConflictPolicy>;

export const Segment = z.object({
  start: z.number(),
  end: z.number(),
  received: z.number(),
  /** Bytes a second of the connection that owns it now; 0 when none does. */
  speed: z.number(),
  state: z.enum(['done', 'active', 'missing']),
  /** Tries that this range has cost so far. */
  tries: z.number(),
  /** Who sent it, or is sending it: a place in the list of `hosts` beside it. Left out where an earlier run of the program fetched it, or nobody has yet. */
  source: z.number().int().min(0).optional(),
});
export type Segment = z.infer<typeof Segment>;

export const FailureSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

const NoticeSchema = z.object({ code: z.enum(noticeCodes), message: z.string(), at: z.number() });

/** A row of the list: small, flat, and the same from the first byte to the last. */
export const DownloadRow = z.object({
  id: DownloadId,
  /** The link as the user gave it, without credentials. */
  url: z.string(),
  name: z.string(),
  folder: z.string(),
  /** Null for none. A category that is gone counts as none. */
  category: CategoryId.nullable(),
  status: DownloadStatus,
  /** Null while unknown. */
  size: z.number().nullable(),
  received: z.number(),
  /** Bytes a second, smoothed. */
  speed: z.number(),
  connections: z.number(),
  /** Bytes a second that it may take of its own; 0 is no limit. */
  limitRate: z.number(),
  /** Null until the server has answered. */
  resumable: z.boolean().nullable(),
  addedAt: z.number(),
  finishedAt: z.number().nullable(),
  queue: QueueId,
  priority: Priority,
  /** Starts, or goes on, whatever its queue's hours and numbers say. */
  startNow: z.boolean(),
  /** Position in the list: of one priority, smaller starts sooner. */
  position: z.number(),
  error: FailureSchema.nullable(),
  /** When the next try starts, while waiting. */
  retryAt: z.number().nullable(),
  sha256: z.string().nullable(),
  checks: z.array(Check),
  /** Whether a completed file still was where it was put when last looked at. */
  present: z.boolean(),
  /** The compact map of the file (`map.ts`) while it is under way; null or left out when there is none to draw. */
  map: z.string().max(48).nullable().optional(),
});
export type DownloadRow = z.infer<typeof DownloadRow>;

/** One of several links to the same file, and how it does. */
export const SourceState = z.object({
  /** Without credentials. */
  link: z.string(),
  status: z.enum(['in_use', 'waiting', 'failed']),
  /** Why it is not used any more, or not for now. */
  failure: FailureSchema.nullable(),
});
export type SourceState = z.infer<typeof SourceState>;

/** What the details of one download show, beyond its row. */
export const DownloadDetail = z.object({
  id: DownloadId,
  segments: z.array(Segment),
  /** The hosts that segments name by their place here. */
  hosts: z.array(z.string()),
  /** Where the file can be had, the best first; one as a rule. */
  sources: z.array(SourceState),
  notices: z.array(NoticeSchema),
  /** After redirects, without credentials; null until the server has answered. */
  finalUrl: z.string().nullable(),
  validator: z.string().nullable(),
  contentType: z.string().nullable(),
  /** What the user says that the file is. */
  expected: z.array(Checksum),
  /** Whether it is to be what the server says of it as well. */
  published: z.boolean(),
  /** A completed file is being read again, to compare it with what has been expected of it since; or that was not possible. */
  comparing: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('reading'), done: z.number(), size: z.number() }),
      z.object({ state: z.literal('failed'), failure: FailureSchema }),
    ])
    .nullable(),
});
export type DownloadDetail = z.infer<typeof DownloadDetail>;

/** What the user says that the file of a download is, in place of what was said before. */
export const ExpectInput = z.object({
  id: DownloadId,
  /** None: nothing is expected of it any more. */
  checksums: z.array(Checksum).max(8),
  published: z.boolean(),
});
export type ExpectInput = z.infer<typeof ExpectInput>;

const HeaderName = z.string().refine(isHeaderName, { message: 'not the name of a header' });
const HeaderValue = z.string().refine(isHeaderValue, { message: 'not the value of a header' });
export const HeaderList = z.array(z.tuple([HeaderName, HeaderValue]));
export type HeaderList = z.infer<typeof HeaderList>;

export const Connections = z.union([z.literal('auto'), z.number().int().min(1).max(mostConnections)]);
export type Connections = z.infer<typeof Connections>;

/** What a user may say about one link; everything but the link has a default in the settings. */
export const AddInput = z.object({
  url: z.string().min(1).max(longestLink),
  folder: z.string().max(4096).optional(),
  name: z.string().min(1).max(longestName).optional(),
  /** Null for none; left out, the rules of the categories say which. It also says where the file goes, unless a folder is named. */
  category: CategoryId.nullable().optional(),
  connections: Connections.optional(),
  minSplitSize: z.number().int().min(1).optional(),
  checksums: z.array(Checksum).max(8).optional(),
  /** False when the file need not be what the server says of it. */
  published: z.boolean().optional(),
  /** Other links to the same file, the best first. Headers, cookies and credentials are for the first link's server alone. */
  mirrors: z.array(z.string().min(1).max(longestLink)).max(mostMirrors).optional(),
  /** Bytes that the file must have. */
  size: z.number().int().min(0).optional(),
  /** Digests of its parts. */
  pieces: Pieces.optional(),
  headers: HeaderList.optional(),
  userAgent: HeaderValue.optional(),
  referer: HeaderValue.optional(),
  cookie: HeaderValue.optional(),
  credentials: z.object({ user: z.string(), password: z.string() }).optional(),
  onConflict: ConflictPolicy.optional(),
  /** Bytes a second for this download alone; 0 is no limit. */
  limitRate: z.number().int().min(0).optional(),
  /** Left out, and also when it is gone, the default queue is meant. */
  queue: QueueId.optional(),
  priority: Priority.optional(),
  /**
   * A page or another program has proposed the link, and the user has only seen it. What can be seen to be local is the user's to choose; a
   * name or a redirect that hides an address of the user's own network is refused.
   */
  handedOver: z.boolean().optional(),
  /** False adds it paused. */
  start: z.boolean().default(true),
});
export type AddInput = z.input<typeof AddInput>;
