// The edge process: SIP, media and journal. It opens no database; core commands it over the local socket.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EDGE_PORT } from '@tandem/contract/ports/edge.ts';
import { dialString, parseNumber, parsePhone } from '../modules/directory/index.ts';
import { createEdge, createMediaPool, createTrace, type Edge, type Trace } from '../modules/telephony/index.ts';
import { createSocketTransport } from '../platform/bus/socket.ts';
import { lockData, type DataLock } from '../platform/db/data-lock.ts';
import { pause } from '../platform/db/wait.ts';
import { openCertificate } from '../platform/http/certificate.ts';
import { watchProcess } from '../platform/health/process-figures.ts';
import { reportReady } from '../platform/lifecycle/child.ts';
import { noMetrics } from '../platform/lifecycle/types.ts';
import type { PortServer } from '../platform/bus/types.ts';
import { AppError } from '../platform/errors/types.ts';
import { edgeSpans } from '../platform/telemetry/edge-spans.ts';
import { startTracing } from '../platform/telemetry/start-tracing.ts';
import { clock, edgeSocket, failStart, newId, onTermination, ROOT, settings, sipSocket } from './process.ts';

/** Longer than a drain takes. */
const PREDECESSOR_MS = 10_000;

export async function runEdge(): Promise<void> {
  try {
    const { config, log } = settings();
    fs.mkdirSync(config.paths.edge, { recursive: true, mode: 0o700 });
    const lock = await ownFolder(config.paths.edge);
    const publicHost = config.publicIp ?? facing(config.host);
    const tracer = await startTracing(config.traces, 'edge');
    const media = createMediaPool({
      host: config.host,
      publicIp: publicHost,
      ports: config.rtpPorts,
      startAt: Math.random(),
      // One worker holds hundreds of legs; a second keeps a crash from ending every call.
      workers: Math.max(2, Math.min(8, os.availableParallelism() - 1)),
      promptsDir: path.join(ROOT, 'assets/prompts'),
      log: log.child('media'),
    });
    const trace = config.sipTraceDays > 0 ? createTrace({ now: clock.now }) : undefined;
    // The same that HTTPS shows; how long it is good for is told once, by the web server.
    const certificate = config.tls && (await openCertificate({ tls: config.tls, log, metrics: noMetrics, now: clock.now }));
    const edge = await createEdge({
      host: config.host,
      publicHost,
      sipPort: config.sipPort,
      ...(certificate === null ? {} : { secure: { port: config.sipsPort, certificate } }),
      folder: config.paths.edge,
      media,
      log: log.child('edge'),
      now: clock.now,
      id: newId,
      address: (text, plan) => parseNumber(text, { ...plan, isExtension: (digits) => /^[0-9]{2,6}$/.test(digits) }, parsePhone),
      dialString,
      dnsServers: config.dnsServers,
      admission: config.admission,
      wsPath: sipSocket(config),
      journaled: edgeSpans(tracer),
      ...(trace === undefined ? {} : { trace }),
    }).catch((error: unknown) => {
      const { code, port = config.sipPort } = error as NodeJS.ErrnoException & { port?: number };
      if (code === 'EADDRINUSE')
        throw new AppError(
          'listen.port-taken',
          { variable: port === config.sipPort ? 'TANDEM_SIP_PORT' : 'TANDEM_SIPS_PORT', port },
          { cause: error },
        );
      throw error;
    });
    const port = await serve(edge, trace, edgeSocket(config), log);
    onTermination(
      async () => {
        await edge.drain();
        await tracer.stop().catch((error: unknown) => log.warn('traces were not sent', { error: String(error) }));
        await port.close();
        lock.release();
      },
      { child: true },
    );
    reportReady();
  } catch (error) {
    failStart(error);
  }
}

/** An edge whose supervisor was killed ends its calls first, then gives the journal and the ports free: the next one waits for it. */
async function ownFolder(folder: string): Promise<DataLock> {
  const until = clock.now() + PREDECESSOR_MS;
  for (;;) {
    try {
      return await lockData(folder);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'data.in-use') || clock.now() > until) throw error;
      await pause(50);
    }
  }
}

async function serve(
  edge: Edge,
  trace: Trace | undefined,
  socket: string,
  log: ReturnType<typeof settings>['log'],
): Promise<PortServer<typeof EDGE_PORT>> {
  const own = watchProcess();
  const port = await createSocketTransport({ path: socket, log }).serve(EDGE_PORT, {
    async command(command) {
      edge.command(command);
      return null;
    },
    async directory(directory) {
      edge.setDirectory(directory);
      return null;
    },
    async keeps({ clip }) {
      return edge.keeps(clip);
    },
    async clip({ clip, wav }) {
      edge.clip(clip, Buffer.from(wav, 'base64'));
      return null;
    },
    async acknowledge({ n }) {
      edge.acknowledge(n);
      return null;
    },
    async attach() {
      const { legs, devices, trunks } = edge.attach((report) => port.emit('report', report));
      return { legs: legs as never, devices, trunks, sipPort: edge.sipPort };
    },
    async stats() {
      return { ...edge.stats(), ...own() };
    },
    async traces({ taken }) {
      return { traces: trace?.take(taken) ?? [] };
    },
    async tracesOf({ calls }) {
      return { traces: trace?.of(calls) ?? [] };
    },
  });
  edge.onAudio((audio) => port.emit('audio', audio));
  port.onClients((count) => {
    if (count === 0) edge.detach();
  });
  return port;
}

/** The address far ends are told where none was configured: the one we listen on, or this machine's first outward one. */
function facing(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const outward = Object.values(os.networkInterfaces())
    .flat()
    .find((face) => face !== undefined && !face.internal && face.family === 'IPv4');
  return outward?.address ?? '127.0.0.1';
}
