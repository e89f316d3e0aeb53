/** Plays one case with one program, from an empty folder to a verdict. */
import type { FaultCase } from './case.ts';
import { judge, stageFaults, type Verdict } from './judge.ts';
import { judgePeer } from './peer-judge.ts';
import { Stage } from './stage.ts';
import { rangefinder, type Tool } from './tools.ts';

export interface Performance extends Verdict {
  /** Milliseconds, all runs together. */
  readonly elapsed: number;
}

/** The longest that a case may take, all its runs and waits together; milliseconds. */
const patience = 100_000;

export async function perform(faultCase: FaultCase, tool: Tool = rangefinder): Promise<Performance> {
  const started = performance.now();
  const stage = await Stage.open(faultCase, tool);
  try {
    await withinPatience((faultCase.script ?? ((empty) => empty.run()))(stage));
    const verdict = tool === rangefinder ? await judge(faultCase, stage) : judgePeer(faultCase, stage);
    return { ...verdict, elapsed: performance.now() - started };
  } catch (error) {
    const complaints = [`the case itself failed: ${error instanceof Error ? error.message : String(error)}`, ...stageFaults(stage)];
    return { outcome: 'error', complaints, grave: null, elapsed: performance.now() - started };
  } finally {
    await stage.close();
  }
}

/** A case that waits for what never comes must not hold up the table. */
async function withinPatience(script: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('it never came to its end')), patience);
  });
  try {
    await Promise.race([script, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
