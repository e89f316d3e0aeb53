// npm run icons: renders the drawings in assets/ to every size and format that the packages and the tray want.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { root } from './setup.mjs';

const assets = path.join(root, 'assets');
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];

/** Up to this size three segments would run into one another. */
const largestSmallSize = 32;

/** The ICNS types by their sizes in pixels; several sizes come twice, as themselves and as a doubled half. */
const macTypes = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};

function render(drawing, size) {
  const svg = readFileSync(path.join(assets, drawing), 'utf8');
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

const renderIcon = (size) => render(size <= largestSmallSize ? 'icon-small.svg' : 'icon.svg', size);

const linuxIcons = path.join(assets, 'icons');
rmSync(linuxIcons, { recursive: true, force: true });
mkdirSync(linuxIcons);
for (const size of linuxSizes) writeFileSync(path.join(linuxIcons, `${size}x${size}.png`), renderIcon(size));

const ico = new IconIco();
for (const size of windowsSizes) await ico.addFromPng(renderIcon(size), null, false);
writeFileSync(path.join(assets, 'icon.ico'), ico.encode());

const icns = new IconIcns();
for (const [type, size] of Object.entries(macTypes)) await icns.addFromPng(renderIcon(size), [type], false);
writeFileSync(path.join(assets, 'icon.icns'), icns.encode());

// macOS tints a template by its bar. Other systems show the picture as it is, on panels light or dark: it keeps its ground.
for (const scale of [1, 2]) {
  const suffix = scale === 1 ? '' : `@${scale}x`;
  writeFileSync(path.join(assets, `trayTemplate${suffix}.png`), render('tray.svg', 16 * scale));
  writeFileSync(path.join(assets, `tray${suffix}.png`), render('icon-small.svg', 16 * scale));
}
