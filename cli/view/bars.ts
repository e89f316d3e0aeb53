/** Live bars on a terminal. What is finished scrolls up as plain lines; what runs is redrawn below it. */
import { styleText } from 'node:util';
import { asciiGlyphs, lineGlyphs } from './chart.ts';
import { completionLine, failureLine, resultLine } from './format.ts';
import { drawFrame } from './frame.ts';
import type { Item, Output, View } from './view.ts';

const frameInterval = 100;

/** Characters beyond ASCII come out as garbage in a terminal without UTF-8. */
const speaksUnicode = (): boolean => {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return process.platform !== 'linux' || /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
};

interface Painter {
  draw(text: string): void;
  /** Takes the frame away, so that a line can be printed in its place. */
  clear(): void;
  done(): void;
}

/** The libraries are loaded for the first frame, when the first request has long left. */
async function openPainter(terminal: NodeJS.WriteStream): Promise<Painter> {
  const [{ createLogUpdate }, { default: sliceAnsi }] = await Promise.all([import('log-update'), import('slice-ansi')]);
  const update = createLogUpdate(terminal);
  return {
    draw: (text) =>
      update(
        text
          .split('\n')
          .map((line) => sliceAnsi(line, 0, (terminal.columns || 80) - 1))
          .join('\n'),
      ),
    clear: () => update.clear(),
    done: () => update.done(),
  };
}

export function createBarView(output: Output, terminal: NodeJS.WriteStream): View {
  const glyphs = speaksUnicode() ? lineGlyphs : asciiGlyphs;
  const running = new Map<string, Item>();
  let painter: Painter | null = null;
  let opening: Promise<void> | null = null;
  let closed = false;

  const style: Parameters<typeof drawFrame>[1]['style'] = (name, text) => styleText(name, text, { stream: terminal });

  const draw = (): void => {
    // Some pseudo-terminals have no size.
    const screen = { columns: terminal.columns || 80, rows: terminal.rows || 24, glyphs, style, now: Date.now() };
    painter?.draw(drawFrame([...running.values()], screen).join('\n'));
  };

  const timer = setInterval(() => {
    if (painter) return draw();
    opening ??= openPainter(terminal).then((opened) => {
      if (!closed) painter = opened;
    });
  }, frameInterval);
  timer.unref();

  const print = (write: () => void): void => {
    painter?.clear();
    write();
    if (running.size > 0) draw();
  };

  return {
    added(item) {
      running.set(item.id, item);
    },
    changed() {},
    notice({ name }, { message }) {
      print(() => output.stderr(style('dim', `${name}: ${message}`)));
    },
    completed({ id, name }, completion) {
      running.delete(id);
      print(() => {
        output.stderr(`${styleText('green', glyphs.done, { stream: terminal })} ${completionLine(name, completion)}`);
        output.stdout(resultLine(name, completion));
      });
    },
    failed({ id, name }, failure, kept) {
      running.delete(id);
      print(() => output.stderr(`${styleText('red', glyphs.failed, { stream: terminal })} ${failureLine(name, failure, kept)}`));
    },
    line(text) {
      print(() => output.stderr(text));
    },
    close() {
      closed = true;
      clearInterval(timer);
      painter?.clear();
      painter?.done();
    },
  };
}
