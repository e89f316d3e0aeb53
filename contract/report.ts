/**
 * The integrity report: how a file came to be what it is, so that it can be judged later and by others. Its form is a public
 * interface (docs/integrity-report.md): fields are added, never renamed. Ranges are half-open, sizes bytes, times milliseconds since the epoch.
 */
import { z } from 'zod';
import { ChecksumAlgorithm, ChecksumOrigin, FailureSchema } from './download.ts';

/**
 * How it is known that all parts belong to one and the same file.
 * - `etag`, `last-modified`: a strong validator was the same in every answer.
 * - `overlap`: bytes that were there already were asked for again, and came the same.
 * - `single-answer`: there were no parts.
 * - `unverified`: all bytes were there, and nobody was asked about them.
 */
export const Proof = z.enum(['etag', 'last-modified', 'overlap', 'single-answer', 'unverified']);
export type Proof = z.infer<typeof Proof>;

export const ReportSegment = z.object({
  start: z.number(),
  end: z.number(),
  /** The host that sent it; null when an earlier run of the program had fetched it. */
  source: z.string().nullable(),
  /** Counted from 1; null for an earlier run's, and where several connections are told of as one. */
  connection: z.number().nullable(),
  /** Tries that it took; 0 when not known. */
  tries: z.number(),
  /** Bytes that came more than once. */
  refetched: z.number(),
});
export type ReportSegment = z.infer<typeof ReportSegment>;

/** One of the links to the file, and what came of it. */
export const ReportSource = z.object({
  link: z.string(),
  /** Those that answered for it, after redirects; none where nothing came from it. */
  hosts: z.array(z.string()),
  /** Bytes of the file that came from it, as far as this process has seen them come. */
  bytes: z.number(),
  /** Why it was given up; null when it was not. */
  failure: FailureSchema.nullable(),
});
export type ReportSource = z.infer<typeof ReportSource>;

export const ReportDigest = z.object({
  algorithm: ChecksumAlgorithm,
  /** Of the file. */
  value: z.string(),
  /** What it was to be; null when there was nothing to compare with. */
  expected: z.string().nullable(),
  /** Where the expected value came from. */
  origin: ChecksumOrigin.nullable(),
  outcome: z.enum(['computed', 'matches', 'differs']),
});
export type ReportDigest = z.infer<typeof ReportDigest>;

export const IntegrityReport = z.object({
  format: z.literal(1),
  program: z.object({ name: z.string(), version: z.string() }),
  outcome: z.enum(['completed', 'failed', 'stopped']),
  failure: FailureSchema.nullable(),
  /** Where the file is, or was going to be; null when that was not settled. */
  path: z.string().nullable(),
  size: z.number().nullable(),
  /** Null when it was none. */
  link: z.string().nullable(),
  /** Links that were replaced by this one, oldest first. */
  earlierLinks: z.array(z.string()),
  /** Where the link led, step by step; the last is `finalUrl`. */
  redirects: z.array(z.string()),
  /** Null when no server was asked. */
  finalUrl: z.string().nullable(),
  validators: z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() }),
  sameness: z.array(z.object({ at: z.number(), proof: Proof, source: z.string().nullable() })),
  /** The links that the file could be had from at the end, the user's first. Older reports have none. */
  sources: z.array(ReportSource).default([]),
  segments: z.array(ReportSegment),
  /** Connections opened for the file's bytes. */
  connections: z.number(),
  /** Bytes that came more than once, those compared with what was there among them. */
  refetched: z.number(),
  /** What went wrong and was tried again; the newest when there are very many. */
  retries: z.array(
    z.object({ at: z.number(), of: z.enum(['connection', 'download']), code: FailureSchema.shape.code, message: z.string() }),
  ),
  /** Times that bytes were thrown away, because they belonged to another file. */
  restarts: z.array(z.object({ at: z.number(), reason: z.string(), dropped: z.number() })),
  /** Ranges that turned out wrong and were fetched again. */
  repairs: z.array(z.object({ at: z.number(), start: z.number(), end: z.number(), source: z.string().nullable() })),
  /** Checksums that may lie beside the file, but could not be read for a reason that passes. Older reports have none. */
  unread: z.array(z.object({ at: z.number(), name: z.string(), code: FailureSchema.shape.code, message: z.string() })).default([]),
  digests: z.array(ReportDigest),
  startedAt: z.number(),
  finishedAt: z.number(),
});
export type IntegrityReport = z.infer<typeof IntegrityReport>;
