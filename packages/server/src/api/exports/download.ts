import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file that is made while it is sent. */
export interface Download {
  readonly fileName: string;
  readonly contentType: string;
  /** What decides the content: the same texts, the same bytes. */
  readonly decidedBy: readonly string[];
  readonly parts: () => AsyncGenerator<string>;
}

function etagOf(decidedBy: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(decidedBy)).digest('base64url');
  return `"${digest.slice(0, 27)}"`;
}

/** RFC 9110, section 13.1.2: the comparison is weak, and `*` is any. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = new Set(header.split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has(etag) || tags.has('*');
}

/**
 * Sends a file part by part, each made once the one before it is on its way. A client that leaves ends the making. A
 * failure on the way breaks the connection off, so that what has arrived is not taken for the whole: the last chunk of
 * the transfer is missing.
 */
export function sendDownload(request: FastifyRequest, reply: FastifyReply, download: Download): FastifyReply {
  const { fileName, contentType, decidedBy, parts } = download;
  const etag = etagOf(decidedBy);
  void reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply
    .header('content-type', contentType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Readable.from(parts(), { objectMode: false, highWaterMark: 1 }));
}
