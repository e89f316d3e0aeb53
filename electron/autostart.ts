/** The file that starts an app at login on Linux, as the XDG Autostart specification has it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export function autostartFile(environment: Readonly<Record<string, string | undefined>> = process.env, home = homedir()): string {
  const configured = environment['XDG_CONFIG_HOME'];
  return join(configured && isAbsolute(configured) ? configured : join(home, '.config'), 'autostart', 'rangefinder.desktop');
}

/** @param command null takes the file away. */
export function writeAutostart(file: string, command: readonly string[] | null): void {
  if (command === null) return rmSync(file, { force: true });
  mkdirSync(join(file, '..'), { recursive: true });
  const lines = ['[Desktop Entry]', 'Type=Application', 'Name=Rangefinder', `Exec=${command.map(quote).join(' ')}`, 'Terminal=false', ''];
  writeFileSync(file, lines.join('\n'));
}

/** Quoted for the command line in it, then for the file (Desktop Entry Specification, sections "Exec" and "Value types"). */
function quote(argument: string): string {
  const forLine = `"${argument.replace(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
  return forLine.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);
}
