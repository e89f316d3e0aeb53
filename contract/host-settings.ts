/** What is different about some hosts: how much is asked of them, who asks, and who the user is to them. */
import { z } from 'zod';
import { HostPattern } from './category.ts';
import { AddInput, Connections } from './download.ts';
import { SecretState } from './secret.ts';

const HostId = z.string().min(1).max(64);

/** What is absent follows the settings. Of several entries that mean a host, only the one that says it most exactly counts. */
export const HostRules = z.object({
  id: HostId,
  host: HostPattern,
  connections: Connections.nullable(),
  /** Connections to one host over all downloads. */
  mostConnections: z.number().int().min(1).max(256).nullable(),
  /** Empty for the settings'. */
  userAgent: AddInput.shape.userAgent.unwrap().max(1000),
  /** Bytes a second for each download that has no limit of its own; 0 is no limit. */
  limitRate: z.number().int().min(0),
  /** Whether user name and password may also go over connections that anybody on the way can read. */
  plainHttp: z.boolean(),
});
export type HostRules = z.infer<typeof HostRules>;

/** As every window sees it: that there is a login, and never which. */
export const HostSettings = HostRules.extend({ login: SecretState.nullable() });
export type HostSettings = z.infer<typeof HostSettings>;

export const Login = z.object({ user: z.string().max(1000), password: z.string().max(4096) });

/** Left out, the login stays as it is; null forgets it. */
export const HostInput = HostRules.extend({ login: Login.nullable().optional() });
export type HostInput = z.infer<typeof HostInput>;

export const HostIds = z.object({ ids: z.array(HostId).max(10_000) });
