const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('host', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (text) => ipcRenderer.send('message', text),
  onMessage: (listener) => ipcRenderer.on('message', (_event, text) => listener(text)),
});
