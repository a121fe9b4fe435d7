// The registrar: devices prove themselves by digest and tell where they are. Bindings live on disk, so that a restart forgets no phone.
import fs from 'node:fs';
import path from 'node:path';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  challenge,
  createNonceLedger,
  formatUri,
  header,
  parseUri,
  responseTo,
  verifyDigest,
  formatNameAddr,
  type Flow,
  type Request,
  type ServerKey,
} from '@tandem/sip';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { DeviceId } from '@tandem/contract/ids.ts';
import { register, type Binding } from '../../core/registrar.ts';
import type { EdgeContext, Way } from './context.ts';
import { createGuessGuard } from './guess-guard.ts';
import { secondsOf, userOf } from './leg-inbound.ts';

export const REALM = 'tandem';
const NONCE_LIFE_MS = 300_000;

export type Device = EdgeDirectory['devices'][number];

export type Registrar = {
  setDevices(devices: readonly Device[]): void;
  byUsername(username: string): Device | null;
  isRegisteredFrom: (ip: string, port: number) => boolean;
  /** The device a request proves to come from, or null after a challenge or refusal was sent. */
  prove(key: ServerKey, request: Request, flow: Flow): Device | null;
  handle(key: ServerKey, request: Request, flow: Flow): void;
  /** Null: it is not registered. */
  way(device: DeviceId): Way | null;
  /** A connection closed: the phones behind it cannot be reached any more. */
  flowClosed(flow: Flow): void;
  stats(): Record<string, number>;
  registrations(): { tenant: Device['tenant']; device: DeviceId; expiresAt: number }[];
  close(): void;
};

export function createRegistrar(context: EdgeContext, folder: string): Registrar {
  const file = path.join(folder, 'registrations.json');
  const bindings = load(file);
  const secret = randomBytes(32);
  const mac = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
  const nonces = createNonceLedger(50_000);
  const guard = createGuessGuard(context.now, context.log);
  /** How many bindings come from an address and port. */
  const places = new Map<string, number>();
  for (const binding of bindings.values()) place(binding, 1);
  let devices = new Map<string, Device>();
  let byId = new Map<string, Device>();

  function place({ ip, port }: Binding, by: 1 | -1): void {
    const where = `${ip} ${port}`;
    const count = (places.get(where) ?? 0) + by;
    if (count > 0) places.set(where, count);
    else places.delete(where);
  }
  function bind(id: DeviceId, binding: Binding | null): void {
    const before = bindings.get(id);
    if (before) place(before, -1);
    if (binding) {
      place(binding, 1);
      bindings.set(id, binding);
    } else bindings.delete(id);
  }
  const drop = (id: DeviceId): void => {
    bind(id, null);
    const device = byId.get(id);
    if (device) context.signal({ kind: 'device.unregistered', at: context.now(), tenant: device.tenant, device: device.device });
    save();
  };
  const save = (): void => {
    fs.writeFileSync(`${file}.new`, JSON.stringify([...bindings]), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  };
  const alive = (device: DeviceId): Binding | null => {
    const binding = bindings.get(device);
    return binding && binding.expiresAt > context.now() ? binding : null;
  };
  const sweep = setInterval(() => {
    for (const [id, binding] of bindings) if (binding.expiresAt <= context.now()) drop(id);
  }, 1_000);
  sweep.unref();

  const prove = (key: ServerKey, request: Request, flow: Flow): Device | null => {
    const wait = guard.waitMs(flow.ip, claimedUser(request));
    if (wait > 0 && request.headers.some(({ name }) => name === 'authorization')) {
      // Not even looked at: whether the guess was right is not told.
      const headers = [{ name: 'retry-after', value: String(Math.ceil(wait / 1_000)) }];
      context.gateway.respond(key, responseTo(request, 503, { tag: context.gateway.endpoint.token(), headers }));
      return null;
    }
    const verdict = verifyDigest({
      request,
      realm: REALM,
      ha1(user) {
        const device = devices.get(user);
        return device && (device.until ?? Infinity) > context.now() ? device.ha1 : null;
      },
      mac,
      now: context.now(),
      lifeMs: NONCE_LIFE_MS,
      nonces,
    });
    if (verdict.ok) {
      const device = devices.get(verdict.user)!;
      guard.right(flow.ip, verdict.user);
      if (userOf(request.from) === verdict.user) return device;
      // Proven, but speaking for somebody else.
      context.gateway.respond(key, responseTo(request, 403));
      return null;
    }
    if (verdict.why === 'wrong' || verdict.why === 'unknown-user' || verdict.why === 'malformed') guard.wrong(flow.ip, verdict.user);
    if (verdict.why !== 'absent' && verdict.why !== 'stale')
      context.log.warn('digest refused', { why: verdict.why, 'pii.user': verdict.user });
    const value = challenge({
      realm: REALM,
      mac,
      now: context.now(),
      salt: context.gateway.endpoint.token(),
      stale: verdict.why === 'stale' || verdict.why === 'replay',
    });
    context.gateway.respond(
      key,
      responseTo(request, 401, { tag: context.gateway.endpoint.token(), headers: [{ name: 'www-authenticate', value }] }),
    );
    return null;
  };

  return {
    setDevices(list) {
      const before = byId;
      devices = new Map(list.map((device) => [device.username, device]));
      byId = new Map(list.map((device) => [device.device, device]));
      for (const [id, { proof }] of bindings) {
        const device = byId.get(id);
        // A phone that knows only the old password must prove itself anew, also where it was changed while this process was away.
        if (device && (proof === undefined || proof === proofOf(device))) continue;
        drop(id);
        const gone = before.get(id);
        if (gone && !device) context.signal({ kind: 'device.unregistered', at: context.now(), tenant: gone.tenant, device: id });
      }
    },
    byUsername: (username) => devices.get(username) ?? null,
    // Bindings that have run out are swept within a second.
    isRegisteredFrom: (ip, port) => places.has(`${ip} ${port}`),
    prove,
    handle(key, request, flow) {
      const device = prove(key, request, flow);
      if (!device) return;
      if (userOf(request.to) !== device.username) return context.gateway.respond(key, responseTo(request, 403));
      const contacts =
        request.contact === '*'
          ? ('*' as const)
          : request.contact.map(({ uri, params }) => ({ uri: formatUri(uri), expires: secondsIn(params.get('expires')) }));
      const current = bindings.get(device.device) ?? null;
      const result = register(
        current,
        {
          transport: flow.transport,
          socket: flow.socket,
          ip: flow.ip,
          port: flow.port,
          callId: request.callId,
          cseq: request.cseq.number,
          contacts,
          expires: secondsOf(request, 'expires'),
        },
        context.now(),
      );
      if (!result.ok) {
        const headers = result.status === 423 ? [{ name: 'min-expires', value: '30' }] : [];
        return context.gateway.respond(key, responseTo(request, result.status, { tag: context.gateway.endpoint.token(), headers }));
      }
      bind(device.device, result.binding && { ...result.binding, proof: proofOf(device) });
      if (result.binding) takeUpCalls(device.device, flow);
      if (result.changed) save();
      answer(key, request, result.binding);
      const told = { at: context.now(), tenant: device.tenant, device: device.device };
      if (result.binding) context.signal({ kind: 'device.registered', ...told, expiresAt: result.binding.expiresAt });
      else if (result.changed) context.signal({ kind: 'device.unregistered', ...told });
    },
    way(device) {
      const binding = alive(device);
      if (!binding) return null;
      const flow: Flow = { transport: binding.transport, socket: binding.socket, ip: binding.ip, port: binding.port };
      const { encryption } = byId.get(device) ?? {};
      return { party: { kind: 'device', device, encryption }, uri: binding.contact, flow: () => flow, from: null, asserted: null };
    },
    flowClosed(flow) {
      if (flow.transport === 'udp') return;
      for (const [id, binding] of bindings) if (binding.transport !== 'udp' && binding.socket === flow.socket) drop(id);
    },
    registrations: () =>
      [...bindings].flatMap(([id, binding]) => {
        const device = byId.get(id);
        return device && binding.expiresAt > context.now()
          ? [{ tenant: device.tenant, device: device.device, expiresAt: binding.expiresAt }]
          : [];
      }),
    stats: () => ({ bindings: bindings.size, ...guard.stats() }),
    close: () => clearInterval(sweep),
  };

  /** The phone is back over a new connection: its calls that are up go on over it. */
  function takeUpCalls(device: DeviceId, flow: Flow): void {
    if (flow.transport === 'udp') return;
    for (const leg of context.legs.values()) {
      if (leg.flowLostAt === null || leg.party.kind !== 'device' || leg.party.device !== device) continue;
      leg.flow = flow;
      leg.flowLostAt = null;
    }
  }

  function answer(key: ServerKey, request: Request, binding: Binding | null): void {
    const left = binding ? Math.max(0, Math.round((binding.expiresAt - context.now()) / 1_000)) : 0;
    const uri = binding ? parseUri(binding.contact) : null;
    const contact = uri?.ok ? [{ display: '', uri: uri.value, params: new Map([['expires', String(left)]]) }] : [];
    context.log.debug('registered', { contact: contact.map(formatNameAddr), left });
    context.gateway.respond(key, responseTo(request, 200, { tag: context.gateway.endpoint.token(), contact }));
  }
}

/** Whose password a request claims to know; null where it brings no proof. */
function claimedUser(request: Request): string | null {
  const value = header(request, 'authorization');
  return value === null ? null : (/\busername="((?:[^"\\]|\\.)*)"/i.exec(value)?.[1] ?? null);
}

/** Tells one password from another, and nothing about either. */
function proofOf(device: Device): string {
  return createHash('sha256').update(`binding:${device.device}:${device.ha1}`).digest('base64url').slice(0, 22);
}

function secondsIn(value: string | null | undefined): number | null {
  return value != null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function load(file: string): Map<DeviceId, Binding> {
  try {
    const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as [DeviceId, Binding][];
    // A connection ended with the process that had it, and its name will be another phone's: those phones connect and register again.
    return new Map(kept.filter(([, binding]) => binding.transport === 'udp'));
  } catch (error) {
    // None yet, or torn by a power cut: phones register again within minutes.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    return new Map();
  }
}
