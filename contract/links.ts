/** What can be told of a link before anything is downloaded: what it leads to, and what it would meet where it is to go. */
import { z } from 'zod';
import { AddInput, FailureSchema } from './download.ts';

/** What the server says of the file. */
export const LinkSight = z.object({
  /** As it would be called: the user's choice, else the server's, else what the address says. */
  name: z.string(),
  /** Null when the server does not say. */
  size: z.number().nullable(),
  resumable: z.boolean(),
  /** After redirects, without credentials. */
  finalUrl: z.string(),
  contentType: z.string().nullable(),
});
export type LinkSight = z.infer<typeof LinkSight>;

/** A list of links that a link leads to. */
export const LinkText = z.object({
  /** As a file of it would be called. */
  name: z.string(),
  /** Null when it is larger than any list. */
  text: z.string().nullable(),
});
export type LinkText = z.infer<typeof LinkText>;

export const DestinationInput = z.object({
  item: AddInput,
  /** What the server has said, where it has been asked. */
  name: z.string().max(1024).optional(),
  contentType: z.string().max(1024).nullable().optional(),
});
export type DestinationInput = z.input<typeof DestinationInput>;

/** Where a file would go, and what is there. */
export const LinkDestination = z.object({
  folder: z.string(),
  /** Bytes; null where the file system does not say. */
  free: z.number().nullable(),
  /** Why nothing can be written there; null when something can. */
  problem: FailureSchema.nullable(),
  /** What has the name already. Its size is null when it is no file. */
  there: z.object({ name: z.string(), size: z.number().nullable() }).nullable(),
  /** An unfinished download of the same link that would be gone on with. */
  begun: z.object({ name: z.string(), received: z.number(), size: z.number().nullable() }).nullable(),
});
export type LinkDestination = z.infer<typeof LinkDestination>;
