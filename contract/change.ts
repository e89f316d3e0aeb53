/**
 * How the list reaches a shell: one snapshot, then numbered changes. A gap in the numbers means that a change was missed;
 * the receiver then watches anew instead of guessing.
 */
import { z } from 'zod';
import { DownloadId, DownloadRow } from './download.ts';

export const RowPatch = DownloadRow.partial().extend({ id: DownloadId });
export type RowPatch = z.infer<typeof RowPatch>;

export const ListChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot'), seq: z.number(), rows: z.array(DownloadRow) }),
  z.object({
    kind: z.literal('patch'),
    seq: z.number(),
    added: z.array(DownloadRow),
    changed: z.array(RowPatch),
    removed: z.array(DownloadId),
  }),
]);
export type ListChange = z.infer<typeof ListChange>;
