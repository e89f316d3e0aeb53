/** The only code of ours in the page's process that knows Electron. It exposes the contract's port, and nothing of Electron itself. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { bridgeName, type Bridge } from '../contract/bridge.ts';
import { createPagePort } from './page-port.ts';

const bridge: Bridge = {
  port: createPagePort(ipcRenderer),
  platform: process.platform,
  pathForFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
