/** Samples as a picture: each function as wide as the time that was spent in it, upon those that called it. */
import { escape } from '../svg.ts';
import type { Sample } from './sample.ts';

interface Frame {
  weight: number;
  readonly callees: Map<string, Frame>;
}

const width = 1200;
const rowHeight = 17;
const margin = 12;
/** Pixels; what is narrower cannot be seen, and would make the picture many times as large. */
const narrowest = 1.5;
/** Pixels of a letter. */
const letter = 6.6;

const style = `
  text { font: 11px ui-monospace, monospace; fill: #24292f; pointer-events: none; }
  rect { stroke: #fff; stroke-width: .5; }
  .thread { fill: #d0d7de; } .script { fill: #9be9a8; } .native { fill: #ffd8a8; } .kernel { fill: #ffb3b3; }
`;

/** Steps that V8 and the kernel put between a function and the one that it calls: they are on every stack and say nothing. */
const passages =
  /^(Builtins_|v8::internal::|v8::Function::Call|v8::Module|entry_SYSCALL|do_syscall|__x64_sys|__libc_start|_start$|start_thread|asm_|\[unknown\])/;
/** The kernel's functions have names in lower case without namespaces, and are only entered through one of these. */
const kernelEntry = /^(entry_SYSCALL|asm_|ret_from_fork)/;

const newFrame = (): Frame => ({ weight: 0, callees: new Map() });

/** What is drawn of one stack: the thread, and each function with the part of the system that it belongs to. */
function namesOf({ thread, frames }: Sample): string[] {
  const entry = frames.findIndex((frame) => kernelEntry.test(frame));
  const names = frames.flatMap((frame, index) => {
    if (passages.test(frame) && index < frames.length - 1) return [];
    if (entry >= 0 && index >= entry) return `kernel ${frame}`;
    return frame.endsWith(' (js)') ? `script ${frame.slice(0, -5)}` : `native ${frame}`;
  });
  return [`thread ${thread}`, ...names];
}

function gather(samples: readonly Sample[]): Frame {
  const root = newFrame();
  for (const sample of samples) {
    root.weight += sample.weight;
    let frame = root;
    for (const name of namesOf(sample)) {
      const callee = frame.callees.get(name) ?? newFrame();
      frame.callees.set(name, callee);
      callee.weight += sample.weight;
      frame = callee;
    }
  }
  return root;
}

/** An SVG of its own. */
export function flameGraph(title: string, samples: readonly Sample[]): string {
  const root = gather(samples);
  const scale = (width - 2 * margin) / root.weight;
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, left: number, depth: number): void => {
    deepest = Math.max(deepest, depth);
    let x = left;
    for (const [kindAndName, callee] of [...frame.callees].toSorted(([, a], [, b]) => b.weight - a.weight)) {
      const wide = callee.weight * scale;
      if (wide < narrowest) continue;
      boxes.push(boxOf(kindAndName, callee.weight, { x, y: depth * rowHeight, wide }));
      draw(callee, x, depth + 1);
      x += wide;
    }
  };
  draw(root, margin, 0);
  const top = 2 * rowHeight;
  const height = top + deepest * rowHeight + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin}" y="${rowHeight}">${escape(title)}: ${Math.round(root.weight)} ms of processor time; green: ours and Node’s scripts, orange: programs, red: the kernel</text>`,
    `<g transform="translate(0 ${top})">`,
    ...boxes,
    '</g></svg>\n',
  ].join('\n');
}

function boxOf(
  kindAndName: string,
  weight: number,
  { x, y, wide }: { readonly x: number; readonly y: number; readonly wide: number },
): string {
  const [kind = ''] = kindAndName.split(' ', 1);
  const name = kindAndName.slice(kind.length + 1);
  const letters = Math.floor((wide - 4) / letter);
  const label = letters < 3 ? '' : name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
  const text = label && `<text x="${(x + 2).toFixed(1)}" y="${y + 12}">${escape(label)}</text>`;
  const box = `<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${rowHeight - 1}">`;
  return `${box}<title>${escape(name)}: ${weight.toFixed(0)} ms</title></rect>${text}`;
}
