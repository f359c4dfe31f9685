import { once } from 'node:events';
import { connect } from 'node:net';
import type { Simulator } from '../../src/index.ts';

/** The chunks in which an answer left the server, as HTTP frames them, whatever the network made of them. */
export async function chunksOf({ port }: Simulator, path: string, body: object): Promise<Buffer[]> {
  const socket = connect(port, '127.0.0.1');
  const text = JSON.stringify(body);
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: simulator\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  const received: Buffer[] = [];
  socket.on('data', (piece) => received.push(piece));
  await once(socket, 'close');
  const answer = Buffer.concat(received);
  return readChunks(answer.subarray(answer.indexOf('\r\n\r\n') + 4));
}

function readChunks(framed: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = framed.indexOf('\r\n', at);
    const length = Number.parseInt(framed.toString('latin1', at, lineEnd), 16);
    if (!(length > 0)) return chunks;
    chunks.push(framed.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}
