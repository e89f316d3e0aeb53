/** Whether opening a file would run it. */
import { extname } from 'node:path';
import { fs } from '../engine/fs.ts';

const programExtensions: ReadonlySet<string> = new Set(
  `app appimage apk bat bin cmd com command cpl csh deb desktop dll dmg elf exe gadget hta inf ins iso isp jar js jse jsp lnk msc msh
   msi msix msp mst pif pkg pl ps1 ps2 psc1 py pyw rb reg rgs rpm run scr sct sh shb shs so sys terminal tool url vb vbe vbs vhd
   vhdx workflow ws wsc wsf wsh xbap zsh`.split(/\s+/),
);

/** By its name, which is what decides on Windows, and by its permission, which does elsewhere. */
export async function isExecutable(path: string): Promise<boolean> {
  if (programExtensions.has(extname(path).slice(1).toLowerCase())) return true;
  if (process.platform === 'win32') return false;
  const { mode } = await fs.promises.stat(path);
  return (mode & 0o111) !== 0;
}
