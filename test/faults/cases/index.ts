/** The whole catalogue, in the order of its groups. */
import type { CaseGroup } from '../case.ts';
import { atOnce } from './at-once.ts';
import { body } from './body.ts';
import { chaos } from './chaos.ts';
import { connection } from './connection.ts';
import { crash } from './crash.ts';
import { disk } from './disk.ts';
import { endings } from './endings.ts';
import { heads } from './heads.ts';
import { links } from './links.ts';
import { mirrorCases } from './mirrors.ts';
import { naming } from './naming.ts';
import { oddities } from './oddities.ts';
import { races } from './races.ts';
import { ranges } from './ranges.ts';
import { reaching } from './reaching.ts';
import { redirects } from './redirects.ts';
import { refusals } from './refusals.ts';
import { security } from './security.ts';
import { severalCases } from './several.ts';
import { shapes } from './shapes.ts';
import { status } from './status.ts';
import { surroundings } from './surroundings.ts';
import { tls } from './tls.ts';
import { validators } from './validators.ts';
import { versions } from './versions.ts';

export const catalogue: readonly CaseGroup[] = [
  connection,
  reaching,
  endings,
  status,
  refusals,
  heads,
  ranges,
  shapes,
  body,
  redirects,
  validators,
  versions,
  mirrorCases,
  atOnce,
  severalCases,
  naming,
  links,
  disk,
  crash,
  tls,
  races,
  security,
  oddities,
  surroundings,
  chaos,
];
