/** Electron's command line: options for Node, switches for Chromium, the app, and what is left for the app. */

export interface CommandLine {
  readonly version: boolean;
  /** 0 takes any free port. */
  readonly inspectPort: number | null;
  /** Scripts to run before the app's own. */
  readonly required: readonly string[];
  readonly switches: ReadonlyMap<string, string>;
  readonly target: string;
}

/** Switches that Electron also heeds behind the app's name. */
const heededAnywhere = /^--(user-data-dir|force-device-scale-factor|lang|window-size)\b/;

/** What is meant for Electron or for Node, and would only confuse the browser. */
const notForChromium = /^(inspect|inspect-brk|no-sandbox)$/;

const inspectOption = /^--inspect(?:-brk)?(?:=(\d+))?$/;

export function readCommandLine(args: readonly string[]): CommandLine {
  const required: string[] = [];
  const options: string[] = [];
  let target = '.';

  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '-r' || argument === '--require') {
      required.push(args[++index] ?? '');
    } else if (argument.startsWith('-')) {
      options.push(argument);
    } else {
      target = argument;
      options.push(...args.slice(index + 1).filter((rest) => heededAnywhere.test(rest)));
      break;
    }
  }

  const inspect = options.map((option) => inspectOption.exec(option)).find((match) => match !== null);
  return {
    version: options.some((option) => option === '-v' || option === '--version'),
    inspectPort: inspect ? Number(inspect[1] ?? 9229) : null,
    required,
    switches: readSwitches(options),
    target,
  };
}

/** The first value given for a switch holds. */
function readSwitches(options: readonly string[]): Map<string, string> {
  const switches = new Map<string, string>();
  for (const option of options) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(option) ?? [];
    if (name && !notForChromium.test(name) && !switches.has(name)) switches.set(name, value ?? '');
  }
  return switches;
}
