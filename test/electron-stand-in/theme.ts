/** Electron's `nativeTheme`. Its system is light, unless ELECTRON_STAND_IN_DARK is set. */
import { EventEmitter } from 'node:events';

type ThemeSource = 'system' | 'light' | 'dark';

class NativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;
  #source: ThemeSource = 'system';

  get themeSource(): ThemeSource {
    return this.#source;
  }

  set themeSource(source: ThemeSource) {
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? Boolean(process.env['ELECTRON_STAND_IN_DARK']) : this.#source === 'dark';
  }
}

export const nativeTheme = new NativeTheme();
// Every page listens.
nativeTheme.setMaxListeners(0);
