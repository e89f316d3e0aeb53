/** Listens, says on which port, and then never looks at its socket again. Started by `black-hole.ts`. */
import net from 'node:net';

const [host = '127.0.0.1', port = '0'] = process.argv.slice(2);

const server = net.createServer();
server.listen({ host, port: Number(port), backlog: 1 }, () => {
  const { port: taken } = server.address() as net.AddressInfo;
  process.send?.(taken, () => {
    // Blocking the event loop keeps libuv from accepting; only a kill ends it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
