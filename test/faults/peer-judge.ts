/** What another program made of a case, measured by the same rule: is what it calls complete the server's file? */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { FaultCase } from './case.ts';
import { leaks, permittedExits, type Grave, type Verdict } from './judge.ts';
import type { Stage } from './stage.ts';

export function judgePeer(faultCase: FaultCase, stage: Stage): Verdict {
  const run = stage.lastRun;
  if (run.hung) return wrong('hangs', 'hang');
  if ([...leaks(stage)].length > 0) return wrong('leaks a credential', 'leak');
  if (stage.escaped().length > 0) return wrong('writes outside the folder', 'wrong file');

  const exits = permittedExits(faultCase);
  if (run.exit !== 0) {
    const outcome = `fails (exit ${run.exit ?? run.signal})`;
    return exits.some((exit) => exit !== 0) ? right(outcome) : wrong(outcome);
  }
  const truths = stage.truths ?? [stage.file.bytes];
  const files = [...stage.contents().values()];
  const found = (candidates: readonly Buffer[]): boolean => candidates.some((bytes) => truths.some((truth) => truth.equals(bytes)));
  if (found(files)) return exits.includes(0) ? right('right file') : wrong('complete, where it should refuse');
  if (found(files.flatMap(unpacked))) return wrong('complete, but still packed');
  return files.length === 0 ? wrong('no file, called complete', 'wrong file') : wrong('WRONG FILE, called complete', 'wrong file');
}

const right = (outcome: string): Verdict => ({ outcome, complaints: [], grave: null });

const wrong = (outcome: string, grave: Grave | null = null): Verdict => ({ outcome, complaints: [outcome], grave });

/** A file as every coding would unpack it that it may have come in. */
function unpacked(bytes: Buffer): Buffer[] {
  return [gunzipSync, inflateSync, brotliDecompressSync].flatMap((unpack) => {
    try {
      return [unpack(bytes)];
    } catch {
      return [];
    }
  });
}
