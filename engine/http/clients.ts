/**
 * Node's HTTP clients. An import statement would read all that the modules export, and reading `WebSocket` loads a second HTTP
 * client with everything that belongs to it: a fifth of what starting a command costs.
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
