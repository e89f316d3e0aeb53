/** What another program made of a case, measured by the same rule: is what it calls complete the server's file? */
import { permittedExits, leaks, type Verdict } from './judge.ts';
import type { FaultCase } from './case.ts';
import type { Stage } from './stage.ts';

export function judgePeer(faultCase: FaultCase, stage: Stage): Verdict {
  const run = stage.lastRun;
  const wrong = (outcome: string): Verdict => ({ outcome, complaints: [outcome] });
  if (run.hung) return wrong('hangs');
  if ([...leaks(stage)].length > 0) return wrong('leaks a credential');
  if (stage.escaped().length > 0) return wrong('writes outside the folder');

  const exits = permittedExits(faultCase);
  if (run.exit !== 0) {
    const outcome = `fails (exit ${run.exit ?? run.signal})`;
    return exits.some((exit) => exit !== 0) ? { outcome, complaints: [] } : wrong(outcome);
  }
  const truths = stage.truths ?? [stage.file.bytes];
  const right = [...stage.contents().values()].some((bytes) => truths.some((truth) => truth.equals(bytes)));
  if (!right) return wrong('WRONG FILE, called complete');
  return exits.includes(0) ? { outcome: 'right file', complaints: [] } : wrong('complete, where it should refuse');
}
