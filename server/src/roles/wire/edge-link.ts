// Core's side of the edge port: connects, pushes the directory, hears the reports, sends commands.
import { EDGE_PORT, type EdgeAudio, type EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { EdgeCommand, EdgeDirectory, TrunkState } from '@tandem/contract/edge.ts';
import type { LegTrace } from '@tandem/contract/api/sip-traces.ts';
import type { CallId, DeviceId, LegId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { PortClient, Transport } from '../../platform/bus/types.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock } from '../process.ts';
import { createHeldCommands } from './held-commands.ts';
import type { Log } from '../../platform/log/log.ts';

export type EdgeLink = {
  /** Begins to connect; from here on reports come. */
  connect(): void;
  /** Connected, and the edge knows the directory: calls can come. */
  connected(): boolean;
  command(command: EdgeCommand): Promise<void>;
  pushDirectory(): Promise<void>;
  /** Hands over made speech for the plays that will name it. Rejects where the edge is away or does not take it. */
  clip(clip: string, wav: Uint8Array): Promise<void>;
  /** Whether the edge keeps a clip. Rejects where it is away. */
  keeps(clip: string): Promise<boolean>;
  acknowledge(n: number): void;
  /** How a trunk does, as the edge told last; null while it is away, or has told nothing. */
  trunk(tenant: TenantId, trunk: TrunkId): TrunkState | null;
  trunks(): TrunkState[];
  /** Whether the device is registered, as the edge told last. */
  registered(device: DeviceId): boolean;
  stats(): Promise<Record<string, number>>;
  /** SIP messages of legs that have ended; `taken` are stored and dropped there. Nothing while the edge is away. */
  traces(taken: readonly LegId[]): Promise<LegTrace[]>;
  tracesOf(calls: readonly CallId[]): Promise<LegTrace[]>;
  /** Resolves when the edge has gone, or after `ms`. */
  gone(ms: number): Promise<void>;
  close(): Promise<void>;
};

export type EdgeLinkOptions = {
  transport: Transport;
  log: Log;
  directory(): Promise<EdgeDirectory>;
  report: (report: EdgeReport) => void;
  /** Audio of calls that are listened to. */
  audio: (audio: EdgeAudio) => void;
  /** After each (re)connection, behind what was held meanwhile: what an earlier core left undone. Calls that gave a command since have told theirs already. */
  finish(): Promise<void>;
  /** After each (re)connection: the devices that are registered now. */
  attached(devices: { tenant: TenantId; device: DeviceId }[]): Promise<void>;
  /** Legs that core's calls hold now. */
  legs(): LegId[];
  /** Told after each (re)connection: legs that core held before it and that the edge does not know. */
  vanished(legs: LegId[]): Promise<void>;
};

const RETRY_MS = 300;
/** What was told with the connection is folded by then, and a leg that was being dialled is there. */
const SETTLED_MS = 3_000;

export function linkEdge(options: EdgeLinkOptions): EdgeLink {
  const { log } = options;
  let client: PortClient<typeof EDGE_PORT> | null = null;
  let connected = false;
  /** The edge has the directory: before that it knows no trunk and no device. */
  let attached = false;
  /** The edge has the directory and what was held for it. Until then every command is held: two of one leg never pass each other. */
  let open = false;
  const held = createHeldCommands(clock.now);
  const trunks = new Map<TrunkId, TrunkState>();
  const devices = new Set<DeviceId>();
  const keep = ({ tenant, trunk, healthy, registered, rttMs, detail, targets }: TrunkState): void =>
    void trunks.set(trunk, { tenant, trunk, healthy, registered, rttMs, detail, ...(targets === undefined ? {} : { targets }) });

  /** The directory first: calls that waited for it come in with the reports. */
  async function attach(client: PortClient<typeof EDGE_PORT>): Promise<void> {
    try {
      const before = options.legs();
      await client.call('directory', await options.directory());
      const { devices: registered, legs, trunks: states = [] } = await client.call('attach', {});
      states.forEach(keep);
      devices.clear();
      for (const { device } of registered) devices.add(device);
      log.info('the edge is connected', { legs: legs.length, devices: registered.length });
      open = connected;
      tellHeld(client);
      await options.finish();
      await options.attached(registered);
      attached = connected;
      setTimeout(() => void findVanished(client, before), SETTLED_MS).unref();
    } catch (error) {
      if (!connected) return;
      log.warn('attaching to the edge failed, trying again', { error: String(error) });
      setTimeout(() => void attach(client), RETRY_MS);
    }
  }

  function tellHeld(client: PortClient<typeof EDGE_PORT>): void {
    for (const command of held.take()) void send(client, command);
  }

  async function send(client: PortClient<typeof EDGE_PORT>, command: EdgeCommand): Promise<void> {
    try {
      await client.call('command', command);
    } catch (error) {
      log.warn('a command did not reach the edge', { do: command.do, error: String(error) });
      // The connection broke: it may have been carried out, and may be so again.
      if (error instanceof AppError && error.code === 'port.unavailable') held.hold(command);
    }
  }

  async function findVanished(client: PortClient<typeof EDGE_PORT>, before: readonly LegId[]): Promise<void> {
    try {
      if (before.length === 0 || !attached) return;
      const { legs } = await client.call('attach', {});
      const known = new Set<string>(legs.map(({ leg }) => leg));
      await options.vanished(before.filter((leg) => !known.has(leg)));
    } catch (error) {
      // Not connected any more: asked again with the next connection.
      log.warn('the legs of the edge could not be compared', { error: String(error) });
    }
  }

  return {
    connect() {
      const opened = options.transport.connect(EDGE_PORT);
      client = opened;
      opened.on('audio', options.audio);
      opened.on('report', (each) => {
        if (each.report.kind === 'trunk.state') return keep(each.report);
        if (each.report.kind === 'device.registered') devices.add(each.report.device);
        if (each.report.kind === 'device.unregistered') devices.delete(each.report.device);
        options.report(each);
      });
      opened.onConnection((up) => {
        connected = up;
        attached = false;
        open = false;
        trunks.clear();
        if (up) void attach(opened);
        else log.warn('the edge is not connected');
      });
    },
    connected: () => attached,
    async command(command) {
      // An absent edge may have ended with all it held; or it lives on, and we have only just begun.
      if (!client || !open) return held.hold(command);
      tellHeld(client);
      await send(client, command);
    },
    async pushDirectory() {
      if (!client || !connected) return;
      const directory = await options.directory();
      for (const id of trunks.keys()) if (!directory.trunks.some((each) => each.trunk === id)) trunks.delete(id);
      await client.call('directory', directory);
    },
    async clip(clip, wav) {
      if (!client || !connected) throw new AppError('port.unavailable', { port: EDGE_PORT.name });
      await client.call('clip', { clip, wav: Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength).toString('base64') });
    },
    async keeps(clip) {
      if (!client || !connected) throw new AppError('port.unavailable', { port: EDGE_PORT.name });
      return client.call('keeps', { clip });
    },
    acknowledge(n) {
      if (client && connected) client.call('acknowledge', { n }).catch(() => log.debug('an acknowledgement was not delivered', { n }));
    },
    trunks: () => [...trunks.values()],
    registered: (device) => devices.has(device),
    trunk(tenant, id) {
      const state = trunks.get(id);
      return state?.tenant === tenant ? state : null;
    },
    stats: async () => (client && connected ? client.call('stats', {}) : {}),
    traces: async (taken) => (client && connected ? (await client.call('traces', { taken: [...taken] })).traces : []),
    tracesOf: async (calls) => (client && connected ? (await client.call('tracesOf', { calls: [...calls] })).traces : []),
    async gone(ms) {
      const until = Date.now() + ms;
      const isUp = (): boolean => connected;
      while (isUp() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    close: async () => client?.close(),
  };
}
