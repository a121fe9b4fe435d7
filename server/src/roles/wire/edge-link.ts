// Core's side of the edge port: connects, pushes the directory, hears the reports, sends commands.
import { EDGE_PORT, type EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { EdgeCommand, EdgeDirectory } from '@tandem/contract/edge.ts';
import type { DeviceId, TenantId } from '@tandem/contract/ids.ts';
import type { PortClient, Transport } from '../../platform/bus/types.ts';
import type { Log } from '../../platform/log/log.ts';

export type EdgeLink = {
  /** Begins to connect; from here on reports come. */
  connect(): void;
  /** Connected, and the edge knows the directory: calls can come. */
  connected(): boolean;
  command(command: EdgeCommand): Promise<void>;
  pushDirectory(): Promise<void>;
  acknowledge(n: number): void;
  stats(): Promise<Record<string, number>>;
  /** Resolves when the edge has gone, or after `ms`. */
  gone(ms: number): Promise<void>;
  close(): Promise<void>;
};

export type EdgeLinkOptions = {
  transport: Transport;
  log: Log;
  directory(): Promise<EdgeDirectory>;
  report: (report: EdgeReport) => void;
  /** After each (re)connection: the devices that are registered now. */
  attached(devices: { tenant: TenantId; device: DeviceId }[]): Promise<void>;
};

const RETRY_MS = 300;

export function linkEdge(options: EdgeLinkOptions): EdgeLink {
  const { log } = options;
  let client: PortClient<typeof EDGE_PORT> | null = null;
  let connected = false;
  /** The edge has the directory: before that it knows no trunk and no device. */
  let attached = false;

  /** The directory first: calls that waited for it come in with the reports. */
  async function attach(client: PortClient<typeof EDGE_PORT>): Promise<void> {
    try {
      await client.call('directory', await options.directory());
      const { devices, legs } = await client.call('attach', {});
      log.info('the edge is connected', { legs: legs.length, devices: devices.length });
      await options.attached(devices);
      attached = connected;
    } catch (error) {
      if (!connected) return;
      log.warn('attaching to the edge failed, trying again', { error: String(error) });
      setTimeout(() => void attach(client), RETRY_MS);
    }
  }

  return {
    connect() {
      const opened = options.transport.connect(EDGE_PORT);
      client = opened;
      opened.on('report', options.report);
      opened.onConnection((up) => {
        connected = up;
        attached = false;
        if (up) void attach(opened);
        else log.warn('the edge is not connected');
      });
    },
    connected: () => attached,
    async command(command) {
      // What an absent edge held has ended with it, and it will say so itself.
      if (!client || !connected) return log.warn('no edge to command', { do: command.do });
      await client
        .call('command', command)
        .catch((error: unknown) => log.warn('a command did not reach the edge', { do: command.do, error: String(error) }));
    },
    async pushDirectory() {
      if (client && connected) await client.call('directory', await options.directory());
    },
    acknowledge(n) {
      if (client && connected) client.call('acknowledge', { n }).catch(() => log.debug('an acknowledgement was not delivered', { n }));
    },
    stats: async () => (client && connected ? client.call('stats', {}) : {}),
    async gone(ms) {
      const until = Date.now() + ms;
      const isUp = (): boolean => connected;
      while (isUp() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    close: async () => client?.close(),
  };
}
