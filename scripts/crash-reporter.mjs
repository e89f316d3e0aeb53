// A Vitest reporter that notes which test files lost their process to a fault in machine code: RANGEFINDER_CRASHES names the file it writes.
import { writeFileSync } from 'node:fs';
import { env } from 'node:process';

/** What a fault of the runtime looks like. A process that was ended by its own doing, or for want of memory, does not. */
const fault = /with signal SIG(?:SEGV|BUS|ILL|TRAP)\b.* while running test file (.+)$/;

export default class CrashReporter {
  onTestRunEnd(_modules, errors) {
    const { RANGEFINDER_CRASHES: report } = env;
    if (!report) return;
    const files = errors.map(({ cause }) => fault.exec(cause?.message ?? '')?.[1] ?? null);
    writeFileSync(report, JSON.stringify({ files: files.filter((file) => file !== null), otherErrors: files.includes(null) }));
  }
}
